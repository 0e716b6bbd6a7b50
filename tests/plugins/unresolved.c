/* A plugin that needs what nobody has. */
#include "plugins/tp_plugin.h"

int a_function_of_a_library_that_is_not_there(void);

static void stop(void *self)
{
    (void)self;
    a_function_of_a_library_that_is_not_there();
}

TP_PLUGIN_EXPORT const struct tp_plugin tp_plugin_entry = {.struct_size = sizeof tp_plugin_entry,
                                                           .stop = stop};
