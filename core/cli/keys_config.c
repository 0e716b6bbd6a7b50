/* The keys as the person's config gives them. */
#include "core/cli/keys.h"

#include "core/host/config.h"

int tp_keys_take(struct tp_keys *keys, const struct tp_config *config, const char **path,
                 struct tp_err *err)
{
    struct tp_key_wish wishes[TP_CONFIG_KEYS];
    size_t wrong;
    for (size_t i = 0; i < config->key_count; i++)
        wishes[i] = (struct tp_key_wish){config->keys[i].action, config->keys[i].key};
    tp_keys_init(keys);
    int rc = tp_keys_give(keys, wishes, config->key_count, &wrong, err);
    *path = wrong < config->key_count ? config->keys[wrong].path : "keys";
    return rc;
}
