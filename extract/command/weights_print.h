/* weights_print.h - the weights of a model as the lines of a pack. */
#ifndef DS_WEIGHTS_PRINT_H
#define DS_WEIGHTS_PRINT_H

#include "extract/decide/model.h"

#include <stdio.h>

/* `role feature weight units`, separated by tabs, in the order of the features; of each
 * role first what its units count.  Errors of the stream are the caller's to ask for. */
void ds_weights_print(FILE *stream, const ds_model *model);

#endif /* DS_WEIGHTS_PRINT_H */
