// Preload shim: a model of a machine that loses its power. Writes to files under GATEHOUSE_POWER_LOSS_DIR go
// through at once, and the journal in GATEHOUSE_POWER_LOSS_JOURNAL learns how to take back what no fsync has
// made durable. Names are durable when their directory was synced. SQLite's -shm file is not watched: its
// content means nothing after a crash. What cannot be modelled ends the process (exit code 97).
#define _GNU_SOURCE
#include "power_loss_journal.h"
#include "watched.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

__attribute__((constructor)) static void start(void)
{
    journal_open();
    watch_start("GATEHOUSE_POWER_LOSS_DIR", "-shm");
}

static size_t length_of(const struct iovec* parts, int count)
{
    size_t length = 0;
    for (int i = 0; i < count; ++i) {
        length += parts[i].iov_len;
    }
    return length;
}

// Around a write: `begin_write` records what is overwritten, `end_write` what O_DSYNC made durable.
// A negative offset means the descriptor's own.
static bool begin_write(int descriptor, off_t offset, size_t length)
{
    struct stat facts;
    if (!watched_descriptor(descriptor, &facts)) {
        return false;
    }
    journal_lock();
    fstat(descriptor, &facts);
    if (watched_appends(descriptor)) {
        offset = facts.st_size;
    } else if (offset < 0) {
        offset = lseek(descriptor, 0, SEEK_CUR);
    }
    journal_write(descriptor, &facts, offset, length);
    return true;
}

static ssize_t end_write(bool watched, int descriptor, ssize_t written)
{
    struct stat facts;
    if (watched) {
        if (written >= 0 && watched_syncs_on_write(descriptor) && fstat(descriptor, &facts) == 0) {
            journal_synced(facts.st_ino, journal_position());
        }
        journal_unlock();
    }
    return written;
}

ssize_t write(int descriptor, const void* from, size_t length)
{
    bool watched = begin_write(descriptor, -1, length);
    return end_write(watched, descriptor, NEXT(write)(descriptor, from, length));
}

ssize_t pwrite(int descriptor, const void* from, size_t length, off_t offset)
{
    bool watched = begin_write(descriptor, offset, length);
    return end_write(watched, descriptor, NEXT(pwrite)(descriptor, from, length, offset));
}

ssize_t pwrite64(int descriptor, const void* from, size_t length, off_t offset)
{
    return pwrite(descriptor, from, length, offset);
}

ssize_t writev(int descriptor, const struct iovec* parts, int count)
{
    bool watched = begin_write(descriptor, -1, length_of(parts, count));
    return end_write(watched, descriptor, NEXT(writev)(descriptor, parts, count));
}

ssize_t pwritev(int descriptor, const struct iovec* parts, int count, off_t offset)
{
    bool watched = begin_write(descriptor, offset, length_of(parts, count));
    return end_write(watched, descriptor, NEXT(pwritev)(descriptor, parts, count, offset));
}

ssize_t pwritev64(int descriptor, const struct iovec* parts, int count, off_t offset)
{
    return pwritev(descriptor, parts, count, offset);
}

ssize_t pwritev2(int descriptor, const struct iovec* parts, int count, off_t offset, int flags)
{
    struct stat facts;
    if (flags != 0 && watched_descriptor(descriptor, &facts)) {
        not_modelled("pwritev2 with flags");
    }
    bool watched = begin_write(descriptor, offset, length_of(parts, count));
    return end_write(watched, descriptor, NEXT(pwritev2)(descriptor, parts, count, offset, flags));
}

ssize_t pwritev64v2(int descriptor, const struct iovec* parts, int count, off_t offset, int flags)
{
    return pwritev2(descriptor, parts, count, offset, flags);
}

int ftruncate(int descriptor, off_t size)
{
    struct stat facts;
    if (!watched_descriptor(descriptor, &facts)) {
        return NEXT(ftruncate)(descriptor, size);
    }
    journal_lock();
    fstat(descriptor, &facts);
    journal_resize(descriptor, &facts, size);
    int answer = NEXT(ftruncate)(descriptor, size);
    journal_unlock();
    return answer;
}

int ftruncate64(int descriptor, off_t size)
{
    return ftruncate(descriptor, size);
}

int fallocate(int descriptor, int mode, off_t offset, off_t length)
{
    struct stat facts;
    if (!watched_descriptor(descriptor, &facts)) {
        return NEXT(fallocate)(descriptor, mode, offset, length);
    }
    if ((mode & ~FALLOC_FL_KEEP_SIZE) != 0) {
        not_modelled("fallocate that changes content");
    }
    journal_lock();
    fstat(descriptor, &facts);
    journal_resize(descriptor, &facts, facts.st_size);
    int answer = NEXT(fallocate)(descriptor, mode, offset, length);
    journal_unlock();
    return answer;
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

// What was written before the call began is durable when it succeeds; what came during it is not.
static int synced(int descriptor, int (*next)(int))
{
    struct stat facts;
    if (!watched_descriptor(descriptor, &facts)) {
        return next(descriptor);
    }
    journal_lock();
    uint64_t position = journal_position();
    journal_unlock();
    int answer = next(descriptor);
    if (answer == 0) {
        journal_lock();
        journal_synced(facts.st_ino, position);
        journal_unlock();
    }
    return answer;
}

int fsync(int descriptor)
{
    return synced(descriptor, NEXT(fsync));
}

int fdatasync(int descriptor)
{
    return synced(descriptor, NEXT(fdatasync));
}

int syncfs(int descriptor)
{
    journal_lock();
    uint64_t position = journal_position();
    journal_unlock();
    int answer = NEXT(syncfs)(descriptor);
    if (answer == 0) {
        journal_synced(0, position);
    }
    return answer;
}

void sync(void)
{
    uint64_t position = journal_position();
    NEXT(sync)();
    journal_synced(0, position);
}

// A shared writable mapping changes a file without a call that could be recorded.
static void refuse_mapping(int protection, int flags, int descriptor)
{
    struct stat facts;
    if ((flags & MAP_ANONYMOUS) == 0 && (flags & MAP_TYPE) != MAP_PRIVATE && (protection & PROT_WRITE) != 0 &&
        watched_descriptor(descriptor, &facts)) {
        not_modelled("a shared writable mapping");
    }
}

void* mmap(void* address, size_t length, int protection, int flags, int descriptor, off_t offset)
{
    refuse_mapping(protection, flags, descriptor);
    return NEXT(mmap)(address, length, protection, flags, descriptor, offset);
}

void* mmap64(void* address, size_t length, int protection, int flags, int descriptor, off_t offset)
{
    return mmap(address, length, protection, flags, descriptor, offset);
}

static void refuse_copy(int descriptor)
{
    struct stat facts;
    if (watched_descriptor(descriptor, &facts)) {
        not_modelled("a copy inside the kernel");
    }
}

ssize_t copy_file_range(int in, off_t* in_offset, int out, off_t* out_offset, size_t length, unsigned flags)
{
    refuse_copy(out);
    return NEXT(copy_file_range)(in, in_offset, out, out_offset, length, flags);
}

ssize_t sendfile(int out, int in, off_t* offset, size_t length)
{
    refuse_copy(out);
    return NEXT(sendfile)(out, in, offset, length);
}

ssize_t sendfile64(int out, int in, off_t* offset, size_t length)
{
    return sendfile(out, in, offset, length);
}
