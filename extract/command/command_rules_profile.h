/* command_rules_profile.h - `dealsift rules profile`: what each rule does, and costs. */
#ifndef DS_COMMAND_RULES_PROFILE_H
#define DS_COMMAND_RULES_PROFILE_H

/* argv[0] is "profile".  Returns the exit status. */
int ds_command_rules_profile(int argc, char **argv);

#endif /* DS_COMMAND_RULES_PROFILE_H */
