/* links: ds_rules ds_text */
#include "tests/unit/pack_fixture.h"

/* A pack that includes the weights in `text`. */
static ds_status read_weights(fixture *here, const char *text)
{
    fixture_pack(here, "p.xml", "<weights href='w.tsv'/>");
    fixture_write(here, "w.tsv", text, strlen(text));
    return fixture_read(here, "p.xml", NULL);
}

/* The same with a house pack whose weights are `house`. */
static void read_both(fixture *here, const char *ours, const char *house)
{
    fixture_pack(here, "p.xml", "<weights href='w.tsv'/>");
    fixture_pack(here, "h.xml", "<weights href='h.tsv'/>");
    fixture_write(here, "w.tsv", ours, strlen(ours));
    fixture_write(here, "h.tsv", house, strlen(house));
    assert_int_equal(fixture_read(here, "p.xml", "h.xml"), DS_OK);
}

static const struct broken {
    const char *text;
    const char *message;
} broken[] = {
    {"target a 1 2 3\n", "w.tsv:1:1: error: a line has role, feature, weight and, if it has any, "
                         "units\n"},
    {"target a 1 x\n", "w.tsv:1:12: error: number 1 of the units is not a whole one up to 127, or "
                       "no comma follows it\n"},
    {"target a 1 5,-\n", "w.tsv:1:14: error: number 2 of the units is not a whole one up to 127, "
                         "or no comma follows it\n"},
    {"target a 1 5,\n", "w.tsv:1:12: error: number 1 of the units is not a whole one up to 127, or "
                        "no comma follows it\n"},
    {"target a 1 5,128\n", "w.tsv:1:14: error: number 2 of the units is not a whole one up to "
                           "127, or no comma follows it\n"},
    {"target a 1 5,1.5\n", "w.tsv:1:14: error: number 2 of the units is not a whole one up to "
                           "127, or no comma follows it\n"},
    {"target a 1 99999999999999999999\n",
     "w.tsv:1:12: error: number 1 of the units is not a whole one up to 127, or no comma follows "
     "it\n"},
    {"target a 1 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1\n",
     "w.tsv:1:12: error: a role has at most 32 units\n"},
};

static void a_wrong_number_of_a_unit_has_its_message_and_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        fixture here = fixture_make();
        assert_int_equal(read_weights(&here, broken[i].text), DS_EINVALID);
        assert_string_equal(here.messages, broken[i].message);
        fixture_end(&here);
    }
}

static void a_net_of_a_later_file_takes_the_place_of_all_units_of_its_role(void **state)
{
    (void)state;
    fixture here = fixture_make();
    read_both(&here, "seller a 1 4\ntarget a 1 5\ntarget b 1 6\ntarget units 0 7\n",
              "target b 3 9\ntarget units 0 2000\n");
    const ds_weight *lines;
    assert_int_equal(ds_ruleset_weights(here.set, &lines), 4);
    assert_int_equal(lines[0].units[0], 4); /* another role's */
    assert_true(lines[1].weight == 1);
    assert_null(lines[1].units);
    assert_int_equal(lines[2].units[0], 9);
    assert_int_equal(lines[3].units[0], 2000);
    fixture_end(&here);
}

static void units_that_a_line_does_not_name_get_nothing(void **state)
{
    (void)state;
    fixture here = fixture_make();
    const ds_weight *lines;
    assert_int_equal(read_weights(&here, "target a 0.5 7,-127,0\ntarget b 1\n"), DS_OK);
    assert_int_equal(ds_ruleset_weights(here.set, &lines), 2);
    assert_true(lines[0].weight == 0.5);
    assert_int_equal(lines[0].units[0], 7);
    assert_int_equal(lines[0].units[1], -127);
    for (size_t u = 2; u < DS_WEIGHT_UNITS; u++) {
        assert_int_equal(lines[0].units[u], 0);
    }
    assert_null(lines[1].units);
    fixture_end(&here);
}

static void a_later_line_without_units_changes_the_weight_alone(void **state)
{
    (void)state;
    fixture here = fixture_make();
    read_both(&here, "target a 1 5\ntarget b 1 6\ntarget units 0 7\n",
              "target a 2\ntarget b 3 9\ntarget units 0\n");
    const ds_weight *lines;
    assert_int_equal(ds_ruleset_weights(here.set, &lines), 3);
    assert_true(lines[0].weight == 2);
    assert_int_equal(lines[0].units[0], 5);
    assert_true(lines[1].weight == 3);
    assert_int_equal(lines[1].units[0], 9);
    assert_null(lines[2].units); /* the house pack does without the layer */
    fixture_end(&here);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_number_of_a_unit_has_its_message_and_place),
        cmocka_unit_test(units_that_a_line_does_not_name_get_nothing),
        cmocka_unit_test(a_net_of_a_later_file_takes_the_place_of_all_units_of_its_role),
        cmocka_unit_test(a_later_line_without_units_changes_the_weight_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
