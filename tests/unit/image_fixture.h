/* image_fixture.h - a small rule set with something of everything, in files. */
#ifndef DS_IMAGE_FIXTURE_H
#define DS_IMAGE_FIXTURE_H

#include "rules/image.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define IMAGE_HEAD                                                                                 \
    "<pack xmlns='urn:dealsift:rules:1' xmlns:xi='http://www.w3.org/2001/XInclude'>\n"
#define IMAGE_TAIL "</pack>\n"

typedef struct image_fixture {
    scratch in;
    char main_pack[SCRATCH_PATH_BYTES];
    char house[SCRATCH_PATH_BYTES];
    char names[SCRATCH_PATH_BYTES];
    char image[SCRATCH_PATH_BYTES];
    const char *houses[1];
    const char *lists[1];
    ds_rule_files files;
    ds_buf messages;
    ds_diag diag;
    ds_ruleset *set; /* read from the files */
} image_fixture;

static inline void image_fixture_write(image_fixture *here, const char *name, const char *text)
{
    scratch_write(&here->in, name, ds_str_from(text));
}

static inline void image_fixture_files(image_fixture *here)
{
    image_fixture_write(here, "main.xml",
                        IMAGE_HEAD
                        "<option name='gap' value='[^;]{0,60}?'/><option name='kind.stake' "
                        "value='2.5'/>\n<xi:include href='more.xml'/>\n"
                        "<lexicon id='companies' href='names.tsv'/>\n"
                        "<lexicon id='take'>收购 购买</lexicon>\n"
                        "<weights href='weights.tsv'/>\n" IMAGE_TAIL);
    image_fixture_write(
        here, "more.xml",
        IMAGE_HEAD "<rule id='deal.b' kind='merger'><pattern>{party:acquirer}合并{party:"
                   "target}</pattern></rule>\n"
                   "<rule id='deal.a' kind='acquisition' priority='3'>\n"
                   "<pattern>{party:acquirer} … 以 {amount} {take} {party:target}</pattern>\n"
                   "<example><acquirer>甲光</acquirer>以<amount>三亿元</amount>收购<target>乙芯"
                   "</target>。</example><reject>甲光收购。</reject></rule>\n"
                   "<cue id='status.planned' field='status' value='planned' weight='0.5'>"
                   "<pattern>拟|计划</pattern><example>拟收购</example></cue>\n"
                   "<entity id='e.org' type='party'><pattern>\\p{Han}+集团</pattern></entity>\n"
                   "<furniture id='page' action='remove'><pattern>第\\d+页</pattern>"
                   "</furniture>\n" IMAGE_TAIL);
    image_fixture_write(here, "names.tsv",
                        "# columns: word code kind\n甲光通信\t600001\tshort\n乙芯科技\t\tshort\n");
    image_fixture_write(here, "weights.tsv", "target none -0.25 3,-4\nacquirer near 1.5\n");
    image_fixture_write(here, "house.xml",
                        IMAGE_HEAD
                        "<lexicon id='take' add='yes'>揽下</lexicon>\n"
                        "<binding id='b.each' field='amount' value='reject'><pattern>每股</pattern>"
                        "</binding>\n" IMAGE_TAIL);
    image_fixture_write(here, "list.txt", "丙存储\n甲光通信\n丙存储\n");
}

static inline ds_status image_fixture_read(image_fixture *here)
{
    ds_ruleset_free(here->set);
    here->set = NULL;
    return ds_ruleset_read_files(&here->set, &here->files, &here->diag);
}

static inline void image_fixture_keep_path(image_fixture *here, char *out, const char *name)
{
    snprintf(out, SCRATCH_PATH_BYTES, "%s", scratch_path(&here->in, name));
}

static inline int image_fixture_make(void **state)
{
    image_fixture *here = calloc(1, sizeof *here);
    assert_non_null(here);
    scratch_make(&here->in);
    image_fixture_keep_path(here, here->main_pack, "main.xml");
    image_fixture_keep_path(here, here->house, "house.xml");
    image_fixture_keep_path(here, here->names, "list.txt");
    image_fixture_keep_path(here, here->image, "image");
    here->houses[0] = here->house;
    here->lists[0] = here->names;
    here->files = (ds_rule_files){here->main_pack, here->houses, 1, here->lists, 1};
    here->messages = ds_buf_make(4096);
    here->diag = (ds_diag){.sink = gather_message, .payload = &here->messages};
    image_fixture_files(here);
    assert_int_equal(image_fixture_read(here), DS_OK);
    *state = here;
    return 0;
}

static inline int image_fixture_end(void **state)
{
    image_fixture *here = *state;
    ds_ruleset_free(here->set);
    ds_buf_free(&here->messages);
    scratch_remove(&here->in);
    free(here);
    return 0;
}

#endif /* DS_IMAGE_FIXTURE_H */
