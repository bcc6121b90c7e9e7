/* status.h - the one way functions report how they ended. */
#ifndef DS_STATUS_H
#define DS_STATUS_H

/* A result that must be looked at. */
#if defined(__GNUC__)
#define DS_MUST_USE __attribute__((warn_unused_result))
#define DS_PRINTF(text, first) __attribute__((__format__(__printf__, text, first)))
#else
#define DS_MUST_USE
#define DS_PRINTF(text, first)
#endif

typedef enum ds_status {
    DS_OK = 0,
    DS_END,      /* nothing more; not an error                            */
    DS_ENOMEM,   /* memory ran out                                        */
    DS_ELIMIT,   /* a named limit was reached (ceiling, depth, steps)     */
    DS_EINVALID, /* the input is not what it should be; see the diagnostic */
    DS_EIO,      /* reading or writing failed; errno tells                */
    DS_EMISSING, /* a file or folder that was named is not there          */
} ds_status;

/* A constant English word for a status, for messages. */
const char *ds_status_name(ds_status status);

#endif /* DS_STATUS_H */
