/* command_rules_compile.h - `dealsift rules compile`: packs become one file that is
 * ready for use. */
#ifndef DS_COMMAND_RULES_COMPILE_H
#define DS_COMMAND_RULES_COMPILE_H

/* argv[0] is "compile".  Returns the exit status. */
int ds_command_rules_compile(int argc, char **argv);

#endif /* DS_COMMAND_RULES_COMPILE_H */
