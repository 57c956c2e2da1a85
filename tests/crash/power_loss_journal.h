// What a power cut would take back: records of everything a program did to watched files, kept in a file
// outside the watched directory. A record is appended before the deed, and says how to undo it; a `synced`
// record says what became durable. A record's position in the journal is its time. Read by power_loss.py.
#pragma once

#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

enum record_kind {
    record_written = 1,   // payload: what stood at `offset`, at most `length` octets, fewer past the old end
    record_resized = 2,   // payload: what stood from `offset` (the new size) on
    record_created = 3,   // payload: the new name
    record_made = 4,      // payload: the new directory's name
    record_renamed = 5,   // payload: from \0 to \0 the kept link's name, or empty
    record_unlinked = 6,  // payload: name \0 the kept link's name
    record_removed = 7,   // payload: the removed directory's name
    record_synced = 8,    // `offset`: records before this position are durable, of `owner` or (0) of all
};

// As it stands in the journal, this machine's byte order, followed by `payload` octets.
struct record_head {
    uint32_t magic;
    uint32_t kind;
    uint64_t owner;  // inode whose fsync makes it durable: the file's, for names the directory's
    uint64_t offset;
    uint64_t length;
    uint64_t old_size;
    uint64_t payload;
};

void journal_open(void);

// Held from before a record is written until its deed is done, so that the journal's order is the disk's.
void journal_lock(void);
void journal_unlock(void);

uint64_t journal_position(void);
void journal_append(struct record_head head, const void* payload, size_t length);
void journal_synced(uint64_t owner, uint64_t position);

// Records what [offset, offset + length) holds, or what a change of size cuts off.
void journal_write(int descriptor, const struct stat* facts, off_t offset, size_t length);
void journal_resize(int descriptor, const struct stat* facts, off_t size);

// Records a change of names; `owner` is found from the first name's directory.
void journal_name(enum record_kind kind, const char* name);
void journal_rename(const char* from, const char* to);
void journal_unlink(const char* name);
