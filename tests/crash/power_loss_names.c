// The power-loss shim's second half: calls that make, change and remove names.
#define _GNU_SOURCE
#include "power_loss_journal.h"
#include "watched.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// Records what opening will create or cut, before it does.
static void record_open(const char* absolute, int flags)
{
    struct stat facts;
    bool there = stat(absolute, &facts) == 0;
    if (!there && (flags & O_CREAT) != 0) {
        journal_name(record_created, absolute);
    } else if (there && (flags & O_TRUNC) != 0 && facts.st_size > 0) {
        int old = NEXT(open)(absolute, O_RDONLY | O_CLOEXEC);
        if (old < 0) {
            not_modelled("a file that is cut but cannot be read");
        }
        journal_resize(old, &facts, 0);
        NEXT(close)(old);
    }
}

static int open_at(int directory, const char* name, int flags, mode_t mode)
{
    char absolute[PATH_MAX];
    bool changes = (flags & (O_CREAT | O_TRUNC)) != 0 && (flags & O_TMPFILE) != O_TMPFILE &&
                   watched_name(directory, name, absolute);
    if (changes) {
        journal_lock();
        int before = errno;
        record_open(absolute, flags);
        errno = before;
    }
    int descriptor = NEXT(openat)(directory, name, flags, mode);
    if (changes) {
        journal_unlock();
    }
    int before = errno;
    watch_descriptor(descriptor);
    errno = before;
    return descriptor;
}

// open() and its other names, with a mode where one comes.
#define OPEN_BODY(directory)                                                                                 \
    va_list rest;                                                                                            \
    va_start(rest, flags);                                                                                   \
    mode_t mode = takes_mode(flags) ? va_arg(rest, mode_t) : 0;                                              \
    va_end(rest);                                                                                            \
    return open_at(directory, name, flags, mode)

int open(const char* name, int flags, ...)
{
    OPEN_BODY(AT_FDCWD);
}

int open64(const char* name, int flags, ...)
{
    OPEN_BODY(AT_FDCWD);
}

int openat(int directory, const char* name, int flags, ...)
{
    OPEN_BODY(directory);
}

int openat64(int directory, const char* name, int flags, ...)
{
    OPEN_BODY(directory);
}

int creat(const char* name, mode_t mode)
{
    return open_at(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int creat64(const char* name, mode_t mode)
{
    return creat(name, mode);
}

// What a fortified build calls instead when the flags are constant and create nothing.
int __open_2(const char* name, int flags)
{
    return open_at(AT_FDCWD, name, flags, 0);
}

int __open64_2(const char* name, int flags)
{
    return open_at(AT_FDCWD, name, flags, 0);
}

int __openat_2(int directory, const char* name, int flags)
{
    return open_at(directory, name, flags, 0);
}

int __openat64_2(int directory, const char* name, int flags)
{
    return open_at(directory, name, flags, 0);
}

// Buffered streams write from inside the C library, past every hook.
static void refuse_stream(const char* name, const char* mode)
{
    char absolute[PATH_MAX];
    if (strpbrk(mode, "wa+") != NULL && watched_name(AT_FDCWD, name, absolute)) {
        not_modelled("fopen for writing");
    }
}

FILE* fopen(const char* name, const char* mode)
{
    refuse_stream(name, mode);
    return NEXT(fopen)(name, mode);
}

FILE* fopen64(const char* name, const char* mode)
{
    refuse_stream(name, mode);
    return NEXT(fopen64)(name, mode);
}

// Ends a change of names that was recorded when `watched`.
static int end_change(bool watched, int answer)
{
    if (watched) {
        journal_unlock();
    }
    return answer;
}

static bool begin_rename(int from_directory, const char* from, int to_directory, const char* to)
{
    char old[PATH_MAX];
    char new[PATH_MAX];
    bool leaves = watched_name(from_directory, from, old);
    bool arrives = watched_name(to_directory, to, new);
    if (leaves != arrives) {
        not_modelled("a rename into or out of the watched directory");
    }
    if (leaves) {
        journal_lock();
        journal_rename(old, new);
    }
    return leaves;
}

int rename(const char* from, const char* to)
{
    bool watched = begin_rename(AT_FDCWD, from, AT_FDCWD, to);
    return end_change(watched, NEXT(rename)(from, to));
}

int renameat(int from_directory, const char* from, int to_directory, const char* to)
{
    bool watched = begin_rename(from_directory, from, to_directory, to);
    return end_change(watched, NEXT(renameat)(from_directory, from, to_directory, to));
}

int renameat2(int from_directory, const char* from, int to_directory, const char* to, unsigned flags)
{
    char absolute[PATH_MAX];
    if (flags != 0 && watched_name(from_directory, from, absolute)) {
        not_modelled("renameat2 with flags");
    }
    bool watched = begin_rename(from_directory, from, to_directory, to);
    return end_change(watched, NEXT(renameat2)(from_directory, from, to_directory, to, flags));
}

static bool begin_new_name(enum record_kind kind, int directory, const char* name)
{
    char absolute[PATH_MAX];
    struct stat facts;
    int before = errno;
    bool watched = watched_name(directory, name, absolute) && lstat(absolute, &facts) != 0;
    errno = before;
    if (watched) {
        journal_lock();
        journal_name(kind, absolute);
    }
    return watched;
}

int mkdir(const char* name, mode_t mode)
{
    bool watched = begin_new_name(record_made, AT_FDCWD, name);
    return end_change(watched, NEXT(mkdir)(name, mode));
}

int mkdirat(int directory, const char* name, mode_t mode)
{
    bool watched = begin_new_name(record_made, directory, name);
    return end_change(watched, NEXT(mkdirat)(directory, name, mode));
}

int link(const char* from, const char* to)
{
    bool watched = begin_new_name(record_created, AT_FDCWD, to);
    return end_change(watched, NEXT(link)(from, to));
}

int linkat(int from_directory, const char* from, int to_directory, const char* to, int flags)
{
    bool watched = begin_new_name(record_created, to_directory, to);
    return end_change(watched, NEXT(linkat)(from_directory, from, to_directory, to, flags));
}

int symlink(const char* target, const char* name)
{
    bool watched = begin_new_name(record_created, AT_FDCWD, name);
    return end_change(watched, NEXT(symlink)(target, name));
}

int symlinkat(const char* target, int directory, const char* name)
{
    bool watched = begin_new_name(record_created, directory, name);
    return end_change(watched, NEXT(symlinkat)(target, directory, name));
}

static bool begin_removal(int directory, const char* name)
{
    char absolute[PATH_MAX];
    struct stat facts;
    int before = errno;
    bool watched = watched_name(directory, name, absolute) && lstat(absolute, &facts) == 0;
    errno = before;
    if (watched) {
        journal_lock();
        if (S_ISDIR(facts.st_mode)) {
            journal_name(record_removed, absolute);
        } else {
            journal_unlink(absolute);
        }
    }
    return watched;
}

int unlink(const char* name)
{
    bool watched = begin_removal(AT_FDCWD, name);
    return end_change(watched, NEXT(unlink)(name));
}

int unlinkat(int directory, const char* name, int flags)
{
    bool watched = begin_removal(directory, name);
    return end_change(watched, NEXT(unlinkat)(directory, name, flags));
}

int rmdir(const char* name)
{
    bool watched = begin_removal(AT_FDCWD, name);
    return end_change(watched, NEXT(rmdir)(name));
}

int remove(const char* name)
{
    bool watched = begin_removal(AT_FDCWD, name);
    return end_change(watched, NEXT(remove)(name));
}
