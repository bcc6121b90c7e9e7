#include "extract/command/command.h"
int ds_command_explain(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return DS_EXIT_USAGE;
}
