"""The rows of a backup: how fast it is beside cp, and what taps notice of it."""
import json
import os
import shutil
import subprocess
import time

from measure import caller, filled, targets
from measure.lone_taps import taps_during
from measure.process import failure
from measure.report import against


def _forget(file):
    """The file's pages leave the memory, so that both copy from the disk."""
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)


def _told(argv, patience=1200):
    done = subprocess.run(list(map(str, argv)), capture_output=True, text=True, timeout=patience)
    if done.returncode:
        raise failure(f"{argv[0]} {argv[1]} ended with {done.returncode}: {(done.stdout + done.stderr)[-400:]}")
    return done.stdout


def _copied_by_cp(database, to):
    """MB/s, until it is on disk."""
    _forget(database)
    begun = time.monotonic()
    _told(["cp", "--reflink=never", database, to])
    _told(["sync", to])
    rate = to.stat().st_size / 1e6 / (time.monotonic() - begun)
    to.unlink()
    os.sync()
    return rate


def _backed_up(run, server, data, to):
    """MB/s of the whole command, which returns when it is on disk. What was stored before it began must be in it."""
    _forget(server.database)
    stored = server.stored()
    begun = time.monotonic()
    said = json.loads(_told([run.server, "backup", "--data", data, "--to", to]).splitlines()[-1])
    taken = time.monotonic() - begun
    if said["last_punch"] < stored:
        raise failure(f"the backup ends with punch {said['last_punch']} of {stored}")
    return said["bytes"] / 1e6 / taken


def _one_round(run, server, data, numbers, to):
    quiet = taps_during(run, server, numbers, lambda: time.sleep(1 if run.quick else 4))[0]
    cp = _copied_by_cp(server.database, to.with_suffix(".cp"))
    busy, rate = taps_during(run, server, numbers, lambda: _backed_up(run, server, data, to))
    return {"quiet": quiet, "busy": busy, "backup": rate, "cp": cp}


def backup(run):
    punches = 200_000 if run.quick else 10_000_000
    folder, numbers = filled.copied(run, punches, "backup"), caller.cards(run.cards)
    to, rounds = run.folder / "taken", []
    server = targets.start_gatehouse_with_cards(run.server, folder, numbers, 0)
    try:
        for number in range(run.rounds):
            shutil.rmtree(to, ignore_errors=True)
            os.sync()
            rounds.append(_one_round(run, server, folder / "data", numbers, to))
            last = rounds[-1]
            run.say(f"backup, round {number + 1}: {last['backup']:.0f} MB/s, cp {last['cp']:.0f} MB/s; taps p99 "
                    f"{last['busy']['p99_us']:.0f} µs, without {last['quiet']['p99_us']:.0f} µs")
        _told([run.server, "verify", "--backup", to, "--keys", folder / "data/keys/master"])
    finally:
        server.stop()
    yield against("backup rate", f"backup of {punches:,} punches while taps come", "MB/s",
                  [each["backup"] for each in rounds], "cp", [each["cp"] for each in rounds], 0.5, at_least=True,
                  rounds=rounds)
    yield against("backup intake", "lone tap to answer during a backup, p99", "µs",
                  [each["busy"]["p99_us"] for each in rounds], "without", [each["quiet"]["p99_us"] for each in rounds],
                  3)
