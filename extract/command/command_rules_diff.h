/* command_rules_diff.h - `dealsift rules diff`: what two packs do differently. */
#ifndef DS_COMMAND_RULES_DIFF_H
#define DS_COMMAND_RULES_DIFF_H

/* argv[0] is "diff".  Exit status 0: the same records; 1: they differ. */
int ds_command_rules_diff(int argc, char **argv);

#endif /* DS_COMMAND_RULES_DIFF_H */
