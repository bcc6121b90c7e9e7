/* links: ds_recognise ds_rules ds_text */
#include "extract/recognise/declared.h"
#include "tests/unit/pack_fixture.h"

static const char pack[] =
    "<entity id='node' type='rate' value='$1nm'><pattern>(\\d{1,3})[ "
    "]?(?:nm|纳米)</pattern></entity>"
    "<entity id='range' type='rate' value='$1-$2nm'><pattern>(\\d+)[ ]?-[ "
    "]?(\\d+)nm</pattern></entity>"
    "<entity id='phase' type='rate'><pattern>[IV]+期临床</pattern></entity>"
    "<entity id='long' type='rate'><pattern>x{40}</pattern></entity>"
    "<entity id='group' type='rate' value='$2'><pattern>(y)(z)?</pattern></entity>"
    "<entity id='other' type='party' value='named'><pattern>甲</pattern></entity>";

static void a_template_writes_the_value(void **state)
{
    static const struct {
        const char *text;
        size_t at;
        const char *value; /* "": none */
        size_t end;
    } rows[] = {
        {"7nm", 0, "7nm", 3},
        {"14 纳米产线", 0, "14nm", 9},
        {"a 7nm", 0, "", 0},
        {"a 7nm", 2, "7nm", 5},
        {"7 - 14nm", 0, "7-14nm", 8},
        {"III期临床", 0, "III期临床", 12},
        {"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 0, "", 0},
        {"y", 0, "", 0},
        {"yz", 0, "z", 2},
        {"甲", 0, "", 0},
        {"", 0, "", 0},
    };
    (void)state;
    fixture here = fixture_make();
    ds_declared *declared;
    fixture_pack(&here, "p.xml", pack);
    assert_int_equal(fixture_read(&here, "p.xml", NULL), DS_OK);
    assert_int_equal(ds_declared_new(&declared, here.set), DS_OK);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ds_declared_read(declared, ds_str_from(rows[i].text));
        const ds_entity *found = ds_declared_at(declared, rows[i].at);
        assert_string_equal(found ? found->rate.text : "", rows[i].value);
        assert_int_equal(found ? found->end : 0, rows[i].end);
        assert_int_equal(found ? found->kind : DS_ENTITY_RATE, DS_ENTITY_RATE);
    }
    ds_declared_free(declared);
    fixture_end(&here);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_template_writes_the_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
