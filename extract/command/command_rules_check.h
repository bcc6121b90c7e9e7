/* command_rules_check.h - dealsift rules check. */
#ifndef DS_COMMAND_RULES_CHECK_H
#define DS_COMMAND_RULES_CHECK_H

/* argv[0] is "check".  Returns the exit status. */
int ds_command_rules_check(int argc, char **argv);

#endif /* DS_COMMAND_RULES_CHECK_H */
