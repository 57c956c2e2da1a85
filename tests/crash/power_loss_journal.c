#define _GNU_SOURCE
#include "power_loss_journal.h"

#include "watched.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static const uint32_t magic = 0x4c50574bu;
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static int journal = -1;
static unsigned kept_links;

void journal_open(void)
{
    const char* named = getenv("GATEHOUSE_POWER_LOSS_JOURNAL");
    char name[PATH_MAX + 16];
    if (named == NULL || realpath(named, folder) == NULL) {
        not_modelled("GATEHOUSE_POWER_LOSS_JOURNAL names no directory");
    }
    snprintf(name, sizeof name, "%s/journal", folder);
    journal = NEXT(open)(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (journal < 0) {
        not_modelled("the journal cannot be opened");
    }
}

void journal_lock(void)
{
    pthread_mutex_lock(&order);
}

void journal_unlock(void)
{
    int before = errno;
    pthread_mutex_unlock(&order);
    errno = before;
}

uint64_t journal_position(void)
{
    struct stat facts;
    if (fstat(journal, &facts) != 0) {
        not_modelled("the journal cannot be read");
    }
    return (uint64_t)facts.st_size;
}

void journal_append(struct record_head head, const void* payload, size_t length)
{
    int before = errno;
    head.magic = magic;
    head.payload = length;
    struct iovec parts[2] = {{&head, sizeof head}, {(void*)(uintptr_t)payload, length}};
    if (NEXT(writev)(journal, parts, 2) != (ssize_t)(sizeof head + length)) {
        not_modelled("the journal cannot be written");
    }
    errno = before;
}

void journal_synced(uint64_t owner, uint64_t position)
{
    journal_append((struct record_head){.kind = record_synced, .owner = owner, .offset = position}, NULL, 0);
}

// Reads through a descriptor that may have been opened for writing only.
static size_t read_back(int descriptor, void* into, size_t length, off_t offset)
{
    ssize_t got = pread(descriptor, into, length, offset);
    if (got < 0 && errno == EBADF) {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
        int again = NEXT(open)(link, O_RDONLY | O_CLOEXEC);
        got = again < 0 ? -1 : pread(again, into, length, offset);
        NEXT(close)(again);
    }
    if (got < 0) {
        not_modelled("what is being overwritten cannot be read");
    }
    return (size_t)got;
}

static void journal_range(enum record_kind kind, int descriptor, const struct stat* facts, off_t offset,
                          size_t length)
{
    struct record_head head = {.kind = kind,
                               .owner = facts->st_ino,
                               .offset = (uint64_t)offset,
                               .length = length,
                               .old_size = (uint64_t)facts->st_size};
    size_t there = 0;
    void* payload = NULL;
    if (offset < facts->st_size) {
        there = (size_t)(facts->st_size - offset);
        there = there < length ? there : length;
        payload = malloc(there);
        there = read_back(descriptor, payload, there, offset);
    }
    journal_append(head, payload, there);
    free(payload);
}

void journal_write(int descriptor, const struct stat* facts, off_t offset, size_t length)
{
    journal_range(record_written, descriptor, facts, offset, length);
}

void journal_resize(int descriptor, const struct stat* facts, off_t size)
{
    size_t cut = size < facts->st_size ? (size_t)(facts->st_size - size) : 0;
    journal_range(record_resized, descriptor, facts, size, cut);
}

static uint64_t inode_above(const char* name)
{
    char above[PATH_MAX];
    struct stat facts;
    snprintf(above, sizeof above, "%s", name);
    char* slash = strrchr(above, '/');
    slash[slash == above ? 1 : 0] = '\0';
    return stat(above, &facts) == 0 ? facts.st_ino : 0;
}

void journal_name(enum record_kind kind, const char* name)
{
    journal_append((struct record_head){.kind = kind, .owner = inode_above(name)}, name, strlen(name) + 1);
}

// Keeps a file that loses its name under another, outside the watched directory. Empty when there is none.
static void keep_link(const char* name, char kept[PATH_MAX])
{
    int before = errno;
    if (snprintf(kept, PATH_MAX, "%.*s/kept.%d.%u", PATH_MAX - 64, folder, (int)getpid(), kept_links++) >=
            PATH_MAX ||
        NEXT(link)(name, kept) != 0) {
        kept[0] = '\0';
    }
    errno = before;
}

static void journal_names(enum record_kind kind, const char* owner_of, const char* first, const char* second,
                          const char* third)
{
    char payload[3 * PATH_MAX];
    size_t length = 0;
    const char* names[] = {first, second, third};
    for (int i = 0; i < 3 && names[i] != NULL; ++i) {
        size_t one = strlen(names[i]) + 1;
        memcpy(payload + length, names[i], one);
        length += one;
    }
    journal_append((struct record_head){.kind = kind, .owner = inode_above(owner_of)}, payload, length);
}

void journal_rename(const char* from, const char* to)
{
    char kept[PATH_MAX];
    keep_link(to, kept);
    journal_names(record_renamed, to, from, to, kept);
}

void journal_unlink(const char* name)
{
    char kept[PATH_MAX];
    keep_link(name, kept);
    journal_names(record_unlinked, name, name, kept, NULL);
}
