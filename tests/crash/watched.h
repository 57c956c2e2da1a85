// Which descriptors and paths of this process lie under the directory that a shim watches.
// Shared by both preload shims; each has its own copy of the state.
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>

// Reads the directory's name from the environment. Names ending in `not_watched` ("" for none) are left out.
void watch_start(const char* directory_variable, const char* not_watched);

// Takes an open descriptor in, or forgets its number when it is no file under the directory.
void watch_descriptor(int descriptor);
void forget_descriptor(int descriptor);

// True for a descriptor of a file or directory under the directory; `facts` is then its fstat.
bool watched_descriptor(int descriptor, struct stat* facts);
bool watched_appends(int descriptor);
bool watched_syncs_on_write(int descriptor);
const char* watched_path(int descriptor);

// Makes a name absolute, its parent's links resolved. True when it lies under the directory (or is it).
bool watched_name(int directory, const char* name, char absolute[PATH_MAX]);

// True for the flags of an open() that has a third argument.
bool takes_mode(int flags);

// The C library's own function behind a shim's. Ends the process where there is none.
void* next_function(const char* name);
#define NEXT(name)                                                                                           \
    (__extension__({                                                                                         \
        static __typeof__(&name) found;                                                                      \
        if (found == NULL) {                                                                                 \
            found = (__typeof__(&name))next_function(#name);                                                 \
        }                                                                                                    \
        found;                                                                                               \
    }))

// Ends the process: the program did something to a watched file that a shim cannot model.
_Noreturn void not_modelled(const char* what);
enum { exit_not_modelled = 97 };
