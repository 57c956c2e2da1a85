"""Takes back what a power cut would take: reads the journal of power_loss_journal.h and undoes it on the disk."""

import os
import random
import shutil
import struct
from collections import namedtuple
from enum import IntEnum

MAGIC = 0x4C50574B
HEAD = struct.Struct("=IIQQQQQ")
SECTOR_SIZES = (512, 4096)


class Kind(IntEnum):
    WRITTEN = 1
    RESIZED = 2
    CREATED = 3
    MADE = 4
    RENAMED = 5
    UNLINKED = 6
    REMOVED = 7
    SYNCED = 8


CONTENT = (Kind.WRITTEN, Kind.RESIZED)

Record = namedtuple("Record", "position kind owner offset length old_size payload")
Outcome = namedtuple("Outcome", "records undone_names undone_content")


def read_journal(path):
    """All records that the journal holds whole; a kill may have torn the last one."""
    with open(path, "rb") as file:
        content = file.read()
    records, at = [], 0
    while at + HEAD.size <= len(content):
        magic, kind, owner, offset, length, old_size, payload = HEAD.unpack_from(content, at)
        if magic != MAGIC:
            raise ValueError(f"no record at {at} of {path}")
        end = at + HEAD.size + payload
        if end > len(content):
            break
        records.append(Record(at, Kind(kind), owner, offset, length, old_size, content[at + HEAD.size : end]))
        at = end
    return records


def not_durable(records, lenient_names):
    """What no sync covers. Lenient: a file's own fsync makes its creation durable too, as most file systems do."""
    synced = {}
    for record in records:
        if record.kind == Kind.SYNCED:
            synced[record.owner] = max(record.offset, synced.get(record.owner, 0))
    everything = synced.get(0, 0)

    def lost(record):
        if record.kind == Kind.SYNCED or record.position < max(everything, synced.get(record.owner, 0)):
            return False
        if lenient_names and record.kind == Kind.CREATED:
            name = names_of(record)[0]
            return not os.path.lexists(name) or synced.get(os.lstat(name).st_ino, 0) <= record.position
        return True

    return [record for record in records if lost(record)]


def names_of(record):
    return [os.fsdecode(name) for name in record.payload.split(b"\0")[:-1]]


def undo_name(record):
    names = names_of(record)
    if record.kind == Kind.CREATED:
        if os.path.lexists(names[0]):
            os.unlink(names[0])
    elif record.kind == Kind.MADE:
        shutil.rmtree(names[0], ignore_errors=True)
    elif record.kind == Kind.REMOVED:
        os.makedirs(names[0], mode=0o700, exist_ok=True)
    elif record.kind == Kind.UNLINKED:
        name, kept = names
        if kept and not os.path.lexists(name):
            os.link(kept, name)
    elif record.kind == Kind.RENAMED:
        # Killed between the record and the deed, `old` is still there.
        old, new, replaced = names
        if os.path.lexists(new) and not os.path.lexists(old):
            os.rename(new, old)
            if replaced:
                os.link(replaced, new)


def undo_all(file, records):
    """Mode A: nothing that was not synced reached the disk."""
    for record in reversed(records):
        if record.payload:
            os.pwrite(file, record.payload, record.offset)
        os.ftruncate(file, record.old_size)


def undo_some(file, records, rng):
    """Mode B: each sector holds what it held at some moment of its own, and so does the file's size. That is what
    a machine leaves behind that was writing pages back in any order when it stopped."""
    sector = rng.choice(SECTOR_SIZES)
    moments = [0] + [record.position + 1 for record in records]
    style = rng.choice(("none", "all", "mixed", "mixed"))

    def moment():
        if style == "mixed":
            return rng.choice((moments[0], moments[-1], rng.choice(moments)))
        return moments[0] if style == "none" else moments[-1]

    size_moment = moment()
    sector_moments = {}
    size = os.fstat(file).st_size
    for record in reversed(records):
        if record.position >= size_moment:
            size = record.old_size
        if record.kind == Kind.RESIZED:
            if record.payload and record.position >= size_moment:
                os.pwrite(file, record.payload, record.offset)
            continue
        before = record.payload.ljust(record.length, b"\0")
        for number in range(record.offset // sector, (record.offset + record.length - 1) // sector + 1):
            if number not in sector_moments:
                sector_moments[number] = moment()
            if record.position >= sector_moments[number]:
                start = max(number * sector, record.offset)
                end = min((number + 1) * sector, record.offset + record.length)
                os.pwrite(file, before[start - record.offset : end - record.offset], start)
    os.ftruncate(file, size)


def files_by_inode(directory):
    return {
        os.lstat(path).st_ino: path
        for folder, _, names in os.walk(directory)
        for path in (os.path.join(folder, name) for name in names)
    }


def cut_power(directory, journal_folder, seed, keep_some, lenient_names=False):
    """Undoes what was not durable and empties the journal. The same seed leaves the same disk."""
    rng = random.Random(seed)
    path = os.path.join(journal_folder, "journal")
    records = read_journal(path) if os.path.exists(path) else []
    lost = not_durable(records, lenient_names)
    names = [record for record in lost if record.kind not in CONTENT]
    # File systems journal names in order: all up to one moment are kept.
    kept_names = rng.randint(0, len(names)) if keep_some else 0
    for record in reversed(names[kept_names:]):
        undo_name(record)
    content = {}
    for record in lost:
        if record.kind in CONTENT and (record.length or record.kind == Kind.RESIZED):
            content.setdefault(record.owner, []).append(record)
    for inode, path_of_file in sorted(files_by_inode(directory).items()):
        if inode in content:
            file = os.open(path_of_file, os.O_RDWR)
            try:
                if keep_some:
                    undo_some(file, content[inode], rng)
                else:
                    undo_all(file, content[inode])
            finally:
                os.close(file)
    for folder, _, found in os.walk(directory):
        for name in found:
            # Not watched, and worth nothing after a crash: it may be there or not.
            if name.endswith("-shm") and rng.random() < 0.5:
                os.unlink(os.path.join(folder, name))
    for name in os.listdir(journal_folder):
        os.unlink(os.path.join(journal_folder, name))
    return Outcome(len(records), len(names) - kept_names, sum(map(len, content.values())))
