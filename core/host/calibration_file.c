/* Calibrations as JSON: { "DEVICE": { "CHANNEL": { "zero", "scale", "noise" } } }. Must never hand
 * out one that makes nothing of every reading. */
#include "core/host/calibration_file.h"

#include "core/base/text.h"

#include <jansson.h>
#include <math.h>

static bool read_one(const json_t *one, struct tp_calibration *out)
{
    json_t *zero = json_object_get(one, "zero"), *scale = json_object_get(one, "scale");
    *out = (struct tp_calibration){json_number_value(zero), json_number_value(scale),
                                   json_number_value(json_object_get(one, "noise"))};
    return json_is_number(zero) && json_is_number(scale) && isfinite(out->zero) &&
           isfinite(out->scale) && out->scale != 0;
}

/* What is wrong with a file's content, or NULL. */
static const char *wrong(const json_t *root)
{
    const char *device, *channel;
    json_t *channels, *one;
    struct tp_calibration calibration;
    json_object_foreach((json_t *)root, device, channels)
    {
        if (!json_is_object(channels))
            return "a device is not an object";
        json_object_foreach(channels, channel, one)
        {
            if (!read_one(one, &calibration))
                return "a calibration has no zero, or no scale";
        }
    }
    return NULL;
}

/* As where the file cannot be read: there is none, and none is written. */
static int open_nowhere(struct tp_store *store, struct tp_err *err)
{
    *store = (struct tp_store){.root = json_object(), .state = TP_STORE_SEALED};
    return store->root ? tp_err_set(err, TP_EIO, "there is no folder to keep calibrations in"),
           0           : tp_err_set(err, TP_ENOMEM, "out of memory");
}

int tp_calibrations_open(struct tp_calibrations *calibrations, const char *folder,
                         struct tp_err *err)
{
    struct tp_buf path = {0};
    if (!folder)
        return open_nowhere(&calibrations->store, err);
    tp_buf_printf(&path, "%s/calibrations.json", folder);
    int rc = tp_store_open(&calibrations->store, path.failed ? NULL : path.data, wrong, err);
    tp_buf_finish(&path);
    return rc;
}

void tp_calibrations_close(struct tp_calibrations *calibrations)
{
    tp_store_close(&calibrations->store);
}

bool tp_calibrations_find(const struct tp_calibrations *calibrations, const char *device,
                          const char *channel, struct tp_calibration *out)
{
    const json_t *channels = json_object_get(calibrations->store.root, device);
    return read_one(json_object_get(channels, channel), out);
}

/* A copy of the whole with this one in it. The caller drops it; NULL: out of memory. */
static json_t *with(const json_t *root, const char *device, const char *channel,
                    const struct tp_calibration *calibration)
{
    json_t *copy = json_deep_copy(root), *channels = json_object_get(copy, device);
    if (!channels) {
        channels = json_object();
        json_object_set_new(copy, device, channels);
    }
    json_t *one = json_pack("{s:f, s:f, s:f}", "zero", calibration->zero, "scale",
                            calibration->scale, "noise", calibration->noise_n);
    if (json_object_set_new(channels, channel, one) == 0)
        return copy;
    json_decref(copy);
    return NULL;
}

int tp_calibrations_keep(struct tp_calibrations *calibrations, const char *device,
                         const char *channel, const struct tp_calibration *calibration,
                         struct tp_err *err)
{
    struct tp_store *store = &calibrations->store;
    if (store->state == TP_STORE_SEALED)
        return tp_err_set(err, TP_EIO, "a calibration cannot be kept: its file cannot be read");
    json_t *root = with(store->root, device, channel, calibration);
    int rc = root ? tp_store_save(store, root, err) : tp_err_set(err, TP_ENOMEM, "out of memory");
    if (rc == 0)
        json_object_update(store->root, root);
    json_decref(root);
    return rc;
}
