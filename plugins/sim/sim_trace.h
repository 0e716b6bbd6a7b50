/* A trace: what a sensor said and when, and what went wrong with it, read from a file.
 *
 * Lines of `time,value,fault`: seconds, a number, and nothing or the name of a fault. A first line
 * of these names, empty lines and lines that begin with # are passed over. Times may stay, never
 * fall; they count from the first row. A mistake is one sentence with file:line. */
#ifndef SIM_TRACE_H
#define SIM_TRACE_H

#include <stddef.h>

/* Constant, name in the file. */
#define SIM_FAULTS(ROW)                                                                            \
    ROW(NONE, "")                                                                                  \
    ROW(GAP, "gap")             /* nothing comes from here to the next row */                      \
    ROW(NAN, "nan")             /* this reading is not a number */                                 \
    ROW(BURST, "burst")         /* this reading comes many times, at one instant */                \
    ROW(UNPLUG, "unplug")       /* the device is gone until a row without this */                  \
    ROW(BACKWARDS, "backwards") /* this reading's stamp lies before the last one */

enum sim_fault {
#define SIM_FAULT_CONSTANT(constant, name) SIM_##constant,
    SIM_FAULTS(SIM_FAULT_CONSTANT)
#undef SIM_FAULT_CONSTANT
        SIM_FAULT_COUNT
};

struct sim_row {
    double seconds; /* since the first row */
    double value;   /* where the file has none, that of the row above */
    enum sim_fault fault;
};

struct sim_trace {
    struct sim_row *rows;
    size_t count; /* 1 or more, once read */
};

/* 0, or a negative code of enum tp_plugin_error with the sentence in `error`. */
int sim_trace_read(struct sim_trace *trace, const char *file, char *error, size_t error_size);
void sim_trace_free(struct sim_trace *trace); /* one that was never read is fine */

#endif
