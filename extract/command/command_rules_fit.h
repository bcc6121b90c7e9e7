/* command_rules_fit.h - `dealsift rules fit`: weights for a pack from annotated text. */
#ifndef DS_COMMAND_RULES_FIT_H
#define DS_COMMAND_RULES_FIT_H

/* argv[0] is "fit".  Weights go to standard output, a line of figures per role
 * to standard error.  Returns the exit status. */
int ds_command_rules_fit(int argc, char **argv);

#endif /* DS_COMMAND_RULES_FIT_H */
