#define _GNU_SOURCE
#include "watched.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { descriptor_limit = 65536 };

struct watched_file {
    char* path;  // null: not watched
    ino_t inode;
    bool appends;
    bool syncs_on_write;
};

static struct watched_file files[descriptor_limit];
static char directory[PATH_MAX];
static const char* left_out = "";

void* next_function(const char* name)
{
    void* found = dlsym(RTLD_NEXT, name);
    if (found == NULL) {
        not_modelled(name);
    }
    return found;
}

_Noreturn void not_modelled(const char* what)
{
    dprintf(STDERR_FILENO, "crash shim: not modelled: %s\n", what);
    _exit(exit_not_modelled);
}

void watch_start(const char* directory_variable, const char* not_watched)
{
    const char* named = getenv(directory_variable);
    if (named == NULL || realpath(named, directory) == NULL) {
        dprintf(STDERR_FILENO, "crash shim: %s names no directory\n", directory_variable);
        _exit(exit_not_modelled);
    }
    left_out = not_watched;
}

bool takes_mode(int flags)
{
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
}

static bool under_directory(const char* path)
{
    size_t length = strlen(directory);
    if (length == 0 || strncmp(path, directory, length) != 0 ||
        (path[length] != '/' && path[length] != '\0')) {
        return false;
    }
    size_t suffix = strlen(left_out);
    size_t whole = strlen(path);
    return suffix == 0 || whole < suffix || strcmp(path + whole - suffix, left_out) != 0;
}

void forget_descriptor(int descriptor)
{
    if (descriptor >= 0 && descriptor < descriptor_limit && files[descriptor].path != NULL) {
        free(files[descriptor].path);
        files[descriptor].path = NULL;
    }
}

void watch_descriptor(int descriptor)
{
    if (descriptor < 0) {
        return;
    }
    forget_descriptor(descriptor);
    char link[64];
    char path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    struct stat facts;
    if (length <= 0) {
        return;
    }
    path[length] = '\0';
    if (!under_directory(path) || fstat(descriptor, &facts) != 0) {
        return;
    }
    if (descriptor >= descriptor_limit) {
        not_modelled("a descriptor past the table's end");
    }
    int flags = fcntl(descriptor, F_GETFL);
    files[descriptor] = (struct watched_file){strdup(path), facts.st_ino, (flags & O_APPEND) != 0,
                                              (flags & (O_SYNC | O_DSYNC)) != 0};
}

bool watched_descriptor(int descriptor, struct stat* facts)
{
    if (descriptor < 0 || descriptor >= descriptor_limit || files[descriptor].path == NULL) {
        return false;
    }
    // fclose() and its like close without passing our close(): the number may be another file's by now.
    return fstat(descriptor, facts) == 0 && facts->st_ino == files[descriptor].inode;
}

bool watched_appends(int descriptor)
{
    return files[descriptor].appends;
}

bool watched_syncs_on_write(int descriptor)
{
    return files[descriptor].syncs_on_write;
}

const char* watched_path(int descriptor)
{
    return files[descriptor].path;
}

// The directory that a name is relative to, with its trailing slash; empty for the working directory.
static bool start_of_name(int parent, const char* name, char start[PATH_MAX])
{
    start[0] = '\0';
    if (name[0] == '/' || parent == AT_FDCWD) {
        return true;
    }
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", parent);
    ssize_t length = readlink(link, start, PATH_MAX - 2);
    if (length <= 0) {
        return false;
    }
    start[length] = '/';
    start[length + 1] = '\0';
    return true;
}

bool watched_name(int parent, const char* name, char absolute[PATH_MAX])
{
    char start[PATH_MAX];
    char above[PATH_MAX];
    if (name[0] == '\0' || !start_of_name(parent, name, start) ||
        snprintf(above, sizeof above, "%s%s", start, name) >= PATH_MAX) {
        return false;
    }
    for (size_t end = strlen(above); end > 1 && above[end - 1] == '/'; --end) {
        above[end - 1] = '\0';
    }
    char leaf[PATH_MAX];
    char* slash = strrchr(above, '/');
    strcpy(leaf, slash == NULL ? above : slash + 1);
    strcpy(slash == NULL ? above : slash + 1, slash == NULL ? "." : "");
    int before = errno;
    char resolved[PATH_MAX];
    bool found = realpath(above, resolved) != NULL;
    errno = before;
    return found && snprintf(absolute, PATH_MAX, "%s/%s", resolved, leaf) < PATH_MAX &&
           under_directory(absolute);
}

int close(int descriptor)
{
    forget_descriptor(descriptor);
    return NEXT(close)(descriptor);
}

int dup(int descriptor)
{
    int copy = NEXT(dup)(descriptor);
    watch_descriptor(copy);
    return copy;
}

int dup2(int descriptor, int wanted)
{
    int copy = NEXT(dup2)(descriptor, wanted);
    watch_descriptor(copy);
    return copy;
}

int dup3(int descriptor, int wanted, int flags)
{
    int copy = NEXT(dup3)(descriptor, wanted, flags);
    watch_descriptor(copy);
    return copy;
}

static int watched_copy(int command, int answer)
{
    if (command == F_DUPFD || command == F_DUPFD_CLOEXEC) {
        watch_descriptor(answer);
    }
    return answer;
}

// The third argument is one word, whatever its type.
int fcntl(int descriptor, int command, ...)
{
    va_list rest;
    va_start(rest, command);
    void* word = va_arg(rest, void*);
    va_end(rest);
    return watched_copy(command, NEXT(fcntl)(descriptor, command, word));
}

int fcntl64(int descriptor, int command, ...)
{
    va_list rest;
    va_start(rest, command);
    void* word = va_arg(rest, void*);
    va_end(rest);
    return watched_copy(command, NEXT(fcntl64)(descriptor, command, word));
}
