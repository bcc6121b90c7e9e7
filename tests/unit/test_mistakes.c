/* links: ds_rules ds_text */
#include "tests/unit/pack_fixture.h"

typedef struct broken {
    const char *body; /* begins in line 2 */
    const char *messages;
} broken;

#define CUE(inner) "<cue id='c' field='status'>" inner "</cue>"
#define RULE(inner) "<rule id='r' kind='merger'>" inner "</rule>"

static const broken broken_packs[] = {
    /* structure */
    {"<cue id='c'",
     "p.xml:3:1: error: not well-formed XML: Couldn't find end of Start Tag cue line 2\n"},
    {"<cu id='c'/>", "p.xml:2:1: error: unknown element <cu> in <pack>; did you mean <cue>?\n"},
    {"<zebra/>", "p.xml:2:1: error: unknown element <zebra> in <pack>\n"},
    {"<x:cue xmlns:x='urn:other'/>",
     "p.xml:2:1: error: <cue> is not in the namespace urn:dealsift:rules:1\n"},
    {"hello", "p.xml:1:1: error: text is not allowed in <pack>\n"},
    {"<cue id='c' feld='status'><pattern>x</pattern></cue>",
     "p.xml:2:13: error: unknown attribute 'feld' of <cue>; did you mean 'field'?\n"
     "p.xml:2:1: error: <cue> needs the attribute 'field'\n"},
    {"<cue id='c' field='a' colour='red'><pattern>x</pattern></cue>",
     "p.xml:2:23: error: unknown attribute 'colour' of <cue>\n"},
    {CUE(""), "p.xml:2:1: error: <cue> needs a <pattern>\n"},
    {CUE("<patern>x</patern>"),
     "p.xml:2:28: error: unknown element <patern> in <cue>; did you mean <pattern>?\n"
     "p.xml:2:1: error: <cue> needs a <pattern>\n"},
    {CUE("\n  拟<pattern>x</pattern>"), "p.xml:2:1: error: text is not allowed in <cue>\n"},
    {CUE("<pattern>x</pattern><example>a<target>x</target></example>"),
     "p.xml:2:58: error: no elements in <example> here; roles are marked in examples of a <rule> "
     "only\n"},
    {RULE("<pattern>x</pattern><example>a<buyer>x</buyer></example>"),
     "p.xml:2:58: error: <buyer> is not a role; roles are acquirer, target, seller, amount, date, "
     "stake, subject, rate\n"},
    {"<lexicon id='l'><b/></lexicon>",
     "p.xml:2:17: error: Element lexicon has extra content: b (rules.rng)\n"},
    /* values */
    {"<cue id='9 a' field='status'><pattern>x</pattern></cue>",
     "p.xml:2:6: error: bad id '9 a'; a letter, then letters, digits, '.', '_' and '-'\n"},
    {"<rule id='r' kind='aquisition'><pattern>x</pattern></rule>",
     "p.xml:2:14: error: bad kind 'aquisition'; kinds are acquisition, merger, stake_purchase, "
     "asset_purchase\n"},
    {"<rule id='r' kind='merger' priority='1e3'><pattern>x</pattern></rule>",
     "p.xml:2:28: error: priority '1e3' is not a number like 2 or -0.5\n"},
    {"<cue id='c' field='s' weight='two'><pattern>x</pattern></cue>",
     "p.xml:2:23: error: weight 'two' is not a number like 2 or -0.5\n"},
    {"<lexicon id='amount'>x</lexicon>",
     "p.xml:2:10: error: lexicon 'amount' has the name of a slot; choose another id\n"},
    {CUE("<pattern>x</pattern>") "\n  " CUE("<pattern>y</pattern>"),
     "p.xml:3:8: error: id 'c' is defined already at p.xml:2\n"},
    {"<option name='a' value='1'/><option name='a' value='2'/>",
     "p.xml:2:37: error: name 'a' is defined already at p.xml:2\n"},
    {CUE("<pattern>拟&重组</pattern>"),
     "p.xml:2:38: error: not well-formed XML: EntityRef: expecting ';'; in a pattern '<' is "
     "written &lt; and '&' is written &amp;\n"},
    {"<cue id=“c”/>",
     "p.xml:2:9: error: not well-formed XML: AttValue: \" or ' expected; attributes stand in plain "
     "quotes, as in id=\"x\"\n"},
    {CUE("<pattern>拟</pattern></rule>"),
     "p.xml:2:55: error: not well-formed XML: Opening and ending tag mismatch: cue line 2 and "
     "rule\n"},
    {CUE("<pattern>拟\xC4\xE2</pattern>"),
     "p.xml:2:38: error: bytes that are not UTF-8; save the file as UTF-8\n"},
    {"<option name='status.scale' value='far'/>",
     "p.xml:2:29: error: option 'status.scale': 'far' is not a number like 2 or -0.5\n"},
    {"<option name='target.share' value='70'/>",
     "p.xml:2:29: error: option 'target.share': '70' is not a share from 0 to 1\n"},
    {CUE("<pattern>(?<!已)拟</pattern>"),
     "p.xml:2:39: error: not well-formed XML: StartTag: invalid element name; in a pattern '<' is "
     "written &lt; and '&' is written &amp;\n"},
    /* patterns */
    {CUE("<pattern> \n </pattern>"),
     "p.xml:2:28: error: empty pattern; it would match everywhere\n"},
    {CUE("<pattern>(*UTF)(*LIMIT_MATCH=4000000000)(?:.?){20}</pattern>"),
     "p.xml:2:43: error: a pattern has no limits of its own; take (*LIMIT_...) out\n"},
    {CUE("<pattern>拟|(计划</pattern>"),
     "p.xml:2:42: error: bad pattern: missing closing parenthesis\n"},
    {CUE("<pattern>&lt;拟&#x5212;)</pattern>"),
     "p.xml:2:50: error: bad pattern: unmatched closing parenthesis\n"},
    {CUE("<pattern>拟\n  | <!-- either -->\n  *x</pattern>"),
     "p.xml:4:3: error: bad pattern: quantifier does not follow a repeatable item\n"},
    {"<lexicon id='l'>收购 并购</lexicon>\n" CUE("<pattern><![CDATA[{l}<{l}(?<1>)]]></pattern>"),
     "p.xml:3:56: error: bad pattern: subpattern name must start with a non-digit\n"},
    {CUE("<pattern>拟{acquire}</pattern>"),
     "p.xml:2:38: error: unknown lexicon '{acquire}'; declare it with <lexicon id=\"acquire\">\n"},
    {"<lexicon id='acquire'>x</lexicon>\n" CUE("<pattern>{aquire}</pattern>"),
     "p.xml:3:37: error: unknown lexicon '{aquire}'; did you mean '{acquire}'?\n"},
    {CUE("<pattern>{amount}</pattern>"),
     "p.xml:2:37: error: slot '{amount}' outside a <rule>; only deal rules see folded entities\n"},
    {RULE("<pattern>{amonut} {party}</pattern>"),
     "p.xml:2:37: error: unknown slot or lexicon '{amonut}'; did you mean '{amount}'?\n"},
    {RULE("<pattern>拟{Party : target}</pattern>"),
     "p.xml:2:38: error: unknown slot '{Party : target}'; did you mean '{party:target}'?\n"},
    {RULE("<pattern>{prty：target}</pattern>"),
     "p.xml:2:37: error: unknown slot '{prty：target}'; did you mean '{party:target}'?\n"},
    {RULE("<pattern>{company:target}</pattern>"),
     "p.xml:2:37: error: unknown slot '{company:target}'; slots are party, amount, date, stake, "
     "rate, count\n"},
    {RULE("<pattern>{acquirer}</pattern>"),
     "p.xml:2:37: error: '{acquirer}' is a role and no slot; write {party:acquirer}\n"},
    {RULE("<pattern>{party:buyer}</pattern>"), "p.xml:2:37: error: {party} has no role 'buyer'; it "
                                               "can be: acquirer, target, seller, subject, "
                                               "none\n"},
    {RULE("<pattern>x{amount:seller}</pattern>"),
     "p.xml:2:38: error: {amount} cannot be the seller; it can be: amount, none\n"},
    {RULE("<pattern>{party:}</pattern>"),
     "p.xml:2:37: error: {party} has no role ''; it can be: acquirer, target, seller, subject, "
     "none\n"},
    {RULE("<pattern>{party}{party}{party}{party}{party}{party}{party}{party}{party}{party}{party}"
          "{party}{party}{party}{party}{party}{date}</pattern>"),
     "p.xml:2:149: error: more than 16 slots in one pattern\n"},
    {RULE("<pattern>{party}…{party}</pattern>"),
     "p.xml:2:44: error: '…' needs the option \"gap\"; add <option name=\"gap\" "
     "value=\"[^;]{0,60}?\"/> or write \\… for the sign itself\n"},
    {"<option name='gap' value='(x'/>" RULE("<pattern>x</pattern>"),
     "p.xml:2:20: error: bad pattern in option 'gap': missing closing parenthesis\n"},
    {"<option name='gap' value='(x'/>" RULE("<pattern>x … y</pattern>"),
     "p.xml:2:20: error: bad pattern in option 'gap': missing closing parenthesis\n"},
    /* files */
    {"<xi:include href='none.xml'/>",
     "p.xml:2:13: error: cannot read 'none.xml': No such file or directory\n"},
    {"<xi:include href='/etc/none.xml'/>",
     "p.xml:2:13: error: '/etc/none.xml' is not a path relative to this pack\n"},
    {"<xi:include href='http://x.example/p.xml'/>",
     "p.xml:2:13: error: 'http://x.example/p.xml' is not a path relative to this pack\n"},
    {"<xi:include href='p.xml'/>",
     "p.xml:2:13: error: includes are nested more than 8 deep; does 'p.xml' include itself?\n"},
    {"<xi:include/>", "p.xml:2:1: error: <xi:include> needs the attribute 'href'\n"},
    {"<lexicon id='l' href='none.tsv'/>\n" CUE("<pattern>{l}</pattern>"),
     "p.xml:2:17: error: cannot read 'none.tsv': No such file or directory\n"},
    {"<lexicon id='l' href='bad.tsv'>word</lexicon>",
     "p.xml:2:1: error: <lexicon> has an href and words; one of them\n"
     "bad.tsv:2:1: error: no word before the tab\n"},
    {"<lexicon id='l' href='bad.tsv'/>", "bad.tsv:2:1: error: no word before the tab\n"},
    {"<lexicon id='l'>收购\n 并购 收购</lexicon>",
     "p.xml:3:5: error: '收购' stands in line 2 already\n"},
    {"<weights href='none.tsv'/>",
     "p.xml:2:10: error: cannot read 'none.tsv': No such file or directory\n"},
    {"<weights href='bad.weights'/>",
     "bad.weights:2:1: error: a line has role, feature, weight and, if it has any, units\n"
     "bad.weights:3:10: error: weight 'much' is not a number\n"
     "bad.weights:5:1: error: 'target left' has a weight in line 4 already\n"},
};

static void every_mistake_has_its_message_and_place(void **state)
{
    (void)state;
    size_t n_wrong = 0;
    for (size_t i = 0; i < sizeof broken_packs / sizeof broken_packs[0]; i++) {
        fixture here = fixture_make();
        fixture_pack(&here, "p.xml", broken_packs[i].body);
        fixture_write(&here, "bad.tsv", "x\n\ty\n", 5);
        static const char weights[] = "# role feature weight\ntarget left\ntarget a much\n"
                                      "target left 1\ntarget\tleft\t2\n";
        fixture_write(&here, "bad.weights", weights, sizeof weights - 1);
        ds_status status = fixture_read(&here, "p.xml", NULL);
        if (strcmp(here.messages, broken_packs[i].messages) != 0) {
            print_error("pack %zu: %s\n got: %swant: %s", i, broken_packs[i].body, here.messages,
                        broken_packs[i].messages);
            n_wrong++;
        }
        assert_int_not_equal(status, DS_OK);
        assert_null(here.set);
        fixture_end(&here);
    }
    assert_int_equal(n_wrong, 0);
}

static void doctype_encoding_and_root_are_checked(void **state)
{
    (void)state;
    static const broken files[] = {
        {"<!DOCTYPE pack [<!ENTITY a 'b'>]>\n<pack xmlns='urn:dealsift:rules:1'>&a;</pack>",
         "p.xml:1:1: error: a pack has no DOCTYPE; take it out\n"},
        {"<?xml version='1.0' encoding='ISO-8859-1'?><pack xmlns='urn:dealsift:rules:1'/>",
         "p.xml:1:1: error: encoding is ISO-8859-1; a pack must be UTF-8\n"},
        {"\n <pack/>",
         "p.xml:2:2: error: a pack begins with <pack xmlns=\"urn:dealsift:rules:1\">\n"},
        {"<rules xmlns='urn:dealsift:rules:1'/>",
         "p.xml:1:1: error: a pack begins with <pack xmlns=\"urn:dealsift:rules:1\">\n"},
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        fixture here = fixture_make();
        fixture_write(&here, "p.xml", files[i].body, strlen(files[i].body));
        assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_EINVALID);
        assert_string_equal(here.messages, files[i].messages);
        fixture_end(&here);
    }
    fixture here = fixture_make();
    assert_int_equal(fixture_read(&here, "none.xml", NULL), DS_EMISSING);
    assert_string_equal(here.messages, "none.xml: error: No such file or directory\n");
    fixture_end(&here);
}

static void all_mistakes_are_told_at_once(void **state)
{
    (void)state;
    fixture here = fixture_make();
    fixture_pack(&here, "p.xml",
                 "<cue id='a' field='f'><pattern>(</pattern></cue>\n"
                 "<cue id='b' field='f'><pattern>)</pattern></cue>\n"
                 "<cue id='c' field='f'><pattern>{x} {y}</pattern></cue>");
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_EINVALID);
    assert_int_equal(here.diag.n_errors, 4);
    fixture_end(&here);
}

/* "A…" folded: entities as their private-use characters. */

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_has_its_message_and_place),
        cmocka_unit_test(doctype_encoding_and_root_are_checked),
        cmocka_unit_test(all_mistakes_are_told_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
