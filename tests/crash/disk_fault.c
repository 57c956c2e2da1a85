// Preload shim: a disk that fails on demand. Calls that change files under GATEHOUSE_DISK_FAULT_DIR fail as
// the control file GATEHOUSE_DISK_FAULT_CONTROL says; the campaign maps that file and changes it at run time
// (faults.py), so that the disk can get well again. Loaded before the power-loss shim: what fails here never
// reaches its journal.
#define _GNU_SOURCE
#include "watched.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

enum operation {
    operation_write = 1,
    operation_sync = 2,
    operation_resize = 4,
    operation_create = 8,
    operation_name = 16,
    operation_sync_folder = 32,  // apart from files: SQLite does not look whether it succeeded
};

enum shape {
    shape_fails = 0,        // with `error`
    shape_short_write = 1,  // half of the octets are written, and so answered
    shape_full_disk = 2,    // only what makes a file longer fails
};

// The control file as it stands on disk, this machine's byte order.
struct control {
    _Atomic uint32_t armed;
    uint32_t operations;  // a set
    uint32_t error;
    uint32_t shape;
    uint64_t first;  // of the calls since it was armed, the first and last to fail, from 1
    uint64_t last;
    _Atomic uint64_t calls;
    _Atomic uint64_t injected;
    char ending[32];          // of the names concerned; empty: all
    _Atomic uint32_t failed;  // the operation that failed last
    _Atomic uint32_t delay;   // microseconds that every write and sync takes longer, armed or not
};

static struct control* control;

__attribute__((constructor)) static void start(void)
{
    watch_start("GATEHOUSE_DISK_FAULT_DIR", "");
    const char* name = getenv("GATEHOUSE_DISK_FAULT_CONTROL");
    int file = name == NULL ? -1 : NEXT(open)(name, O_RDWR | O_CLOEXEC);
    if (file < 0) {
        not_modelled("GATEHOUSE_DISK_FAULT_CONTROL names no file");
    }
    void* mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped == MAP_FAILED) {
        not_modelled("a control file that cannot be mapped");
    }
    control = mapped;
    NEXT(close)(file);
}

static bool concerned(enum operation what, const char* name)
{
    if (control == NULL || atomic_load(&control->armed) == 0 || (control->operations & what) == 0) {
        return false;
    }
    size_t ending = strnlen(control->ending, sizeof control->ending);
    size_t length = strlen(name);
    return length >= ending && memcmp(name + length - ending, control->ending, ending) == 0;
}

static bool its_turn(enum operation what)
{
    uint64_t call = atomic_fetch_add(&control->calls, 1) + 1;
    if (call < control->first || call > control->last) {
        return false;
    }
    atomic_store(&control->failed, what);
    atomic_fetch_add(&control->injected, 1);
    errno = (int)control->error;
    return true;
}

// Whether this call on a descriptor fails; `end` is where the file will end at least, or 0.
static bool fails(enum operation what, int descriptor, off_t end)
{
    struct stat facts;
    if (control == NULL || !watched_descriptor(descriptor, &facts)) {
        return false;
    }
    uint32_t delay = atomic_load(&control->delay);
    if (delay > 0) {
        usleep(delay);
    }
    if (!concerned(what, watched_path(descriptor))) {
        return false;
    }
    if (control->shape == shape_full_disk && end <= facts.st_size && !watched_appends(descriptor)) {
        return false;
    }
    return its_turn(what);
}

static bool name_fails(enum operation what, int directory, const char* name)
{
    char absolute[PATH_MAX];
    return watched_name(directory, name, absolute) && concerned(what, absolute) && its_turn(what);
}

static off_t end_of(int descriptor, off_t offset, size_t length)
{
    struct stat facts;
    if (offset < 0 && watched_descriptor(descriptor, &facts)) {
        offset = lseek(descriptor, 0, SEEK_CUR);
    }
    return offset + (off_t)length;
}

// What to write instead of `length` when the call is to fail: half of it, or -1 for nothing.
static ssize_t spoiled(size_t length)
{
    return control->shape == shape_short_write ? (ssize_t)(length / 2) : -1;
}

ssize_t write(int descriptor, const void* from, size_t length)
{
    if (fails(operation_write, descriptor, end_of(descriptor, -1, length))) {
        ssize_t part = spoiled(length);
        return part < 0 ? -1 : NEXT(write)(descriptor, from, (size_t)part);
    }
    return NEXT(write)(descriptor, from, length);
}

ssize_t pwrite(int descriptor, const void* from, size_t length, off_t offset)
{
    if (fails(operation_write, descriptor, end_of(descriptor, offset, length))) {
        ssize_t part = spoiled(length);
        return part < 0 ? -1 : NEXT(pwrite)(descriptor, from, (size_t)part, offset);
    }
    return NEXT(pwrite)(descriptor, from, length, offset);
}

ssize_t pwrite64(int descriptor, const void* from, size_t length, off_t offset)
{
    return pwrite(descriptor, from, length, offset);
}

// A vector fails whole, or is written by its first part only.
ssize_t writev(int descriptor, const struct iovec* parts, int count)
{
    if (count > 0 && fails(operation_write, descriptor, end_of(descriptor, -1, parts[0].iov_len))) {
        ssize_t part = spoiled(parts[0].iov_len);
        return part < 0 ? -1 : NEXT(write)(descriptor, parts[0].iov_base, (size_t)part);
    }
    return NEXT(writev)(descriptor, parts, count);
}

ssize_t pwritev(int descriptor, const struct iovec* parts, int count, off_t offset)
{
    if (count > 0 && fails(operation_write, descriptor, end_of(descriptor, offset, parts[0].iov_len))) {
        ssize_t part = spoiled(parts[0].iov_len);
        return part < 0 ? -1 : NEXT(pwrite)(descriptor, parts[0].iov_base, (size_t)part, offset);
    }
    return NEXT(pwritev)(descriptor, parts, count, offset);
}

ssize_t pwritev64(int descriptor, const struct iovec* parts, int count, off_t offset)
{
    return pwritev(descriptor, parts, count, offset);
}

int ftruncate(int descriptor, off_t size)
{
    return fails(operation_resize, descriptor, size) ? -1 : NEXT(ftruncate)(descriptor, size);
}

int ftruncate64(int descriptor, off_t size)
{
    return ftruncate(descriptor, size);
}

int fallocate(int descriptor, int mode, off_t offset, off_t length)
{
    bool failed = fails(operation_resize, descriptor, offset + length);
    return failed ? -1 : NEXT(fallocate)(descriptor, mode, offset, length);
}

int fallocate64(int descriptor, int mode, off_t offset, off_t length)
{
    return fallocate(descriptor, mode, offset, length);
}

int posix_fallocate(int descriptor, off_t offset, off_t length)
{
    return fallocate(descriptor, 0, offset, length) == 0 ? 0 : errno;
}

int posix_fallocate64(int descriptor, off_t offset, off_t length)
{
    return posix_fallocate(descriptor, offset, length);
}

static bool sync_fails(int descriptor)
{
    struct stat facts;
    return watched_descriptor(descriptor, &facts) &&
           fails(S_ISDIR(facts.st_mode) ? operation_sync_folder : operation_sync, descriptor, 0);
}

int fsync(int descriptor)
{
    return sync_fails(descriptor) ? -1 : NEXT(fsync)(descriptor);
}

int fdatasync(int descriptor)
{
    return sync_fails(descriptor) ? -1 : NEXT(fdatasync)(descriptor);
}

static int open_at(int directory, const char* name, int flags, mode_t mode)
{
    if ((flags & O_CREAT) != 0 && name_fails(operation_create, directory, name)) {
        return -1;
    }
    int descriptor = NEXT(openat)(directory, name, flags, mode);
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

int __open_2(const char* name, int flags)
{
    return open_at(AT_FDCWD, name, flags, 0);
}

int __open64_2(const char* name, int flags)
{
    return open_at(AT_FDCWD, name, flags, 0);
}

int rename(const char* from, const char* to)
{
    return name_fails(operation_name, AT_FDCWD, to) ? -1 : NEXT(rename)(from, to);
}

int unlink(const char* name)
{
    return name_fails(operation_name, AT_FDCWD, name) ? -1 : NEXT(unlink)(name);
}

int mkdir(const char* name, mode_t mode)
{
    return name_fails(operation_name, AT_FDCWD, name) ? -1 : NEXT(mkdir)(name, mode);
}
