"""Backups under load: each holds every tap that was acknowledged before it began, none is there by half, and a single
byte that has changed in one is found."""

import glob
import json
import os
import shutil
import signal
import subprocess
import time

from harness.load import Load
from harness.run import Run
from harness.server import NotReady, Server
from harness.truth import exchange

ASKED_MOST = 4000
KILL_EVERY = 5
# A finished one takes about this long.
KILL_WITHIN = 0.08
FLIPS = 8
FOUND_DAMAGE = 3
CONTROLS = 5


def acknowledged(ledger):
    """Which taps must be in a backup that begins now, each with the id it was told."""
    return {tap: tap.id for tap in ledger.taps if tap.id is not None}


def tool(run, *arguments):
    """Whether a command of the program succeeded; what it said where not is a finding."""
    done = subprocess.run([run.program, *arguments], capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        run.ledger.find(f"{arguments[0]} ended with {done.returncode}: {(done.stdout + done.stderr)[-300:]}")
    return done.returncode == 0


def wait_under_load(load, process, limit=60):
    end = time.monotonic() + limit
    while process.poll() is None and time.monotonic() < end:
        load.step(0.001)
    return process.poll()


def missing_in(run, data, owed):
    """Taps that a server on `data` does not take for repeats with the id that was told."""
    server = Server(run.program, data, run.log)
    try:
        server.wait_ready()
        asked = sorted(owed, key=lambda tap: int(tap.id))[-ASKED_MOST:]
        answers = exchange(server.port, [(run.ledger.kick(tap, bare=True), tap) for tap in asked])
        if len(answers) != len(asked):
            run.ledger.find(f"{len(asked) - len(answers)} taps have no answer after the restore")
        return [tap for tap, answer in answers
                if answer.status != 200 or answer.code != 0 or not answer.data["duplicate"]
                or answer.data["id"] != owed[tap]]
    except NotReady as e:
        run.ledger.find(f"the restored server is not ready: {e}")
        return []
    finally:
        server.stop()


def flip(place, rng):
    """Changes one byte somewhere in the backup; what undoes it. The files of a backup: one database, one manifest, many
    pictures; each kind as often."""
    files = [os.path.join(folder, name) for folder, _, names in os.walk(place) for name in names]
    kinds = [[name for name in files if "/pictures/" in name]] + [[name] for name in files if "/pictures/" not in name]
    name = rng.choice(rng.choice([kind for kind in kinds if kind]))
    at, by = rng.randrange(os.path.getsize(name)), rng.randrange(1, 256)

    def turn():
        with open(name, "r+b") as file:
            file.seek(at)
            was = file.read(1)[0]
            file.seek(at)
            file.write(bytes([was ^ by]))

    turn()
    return f"{os.path.relpath(name, place)} at {at}", turn


def damage(run, target, key, number):
    """Each flipped byte must be found; the last one must also keep the backup from being restored."""
    for turn in range(FLIPS):
        where, undo = flip(target, run.rng)
        keys = ["--keys", key] if run.rng.random() < 0.5 else []
        looks = [["verify", "--backup", target, *keys]]
        if turn == FLIPS - 1:
            looks.append(["restore", target, "--data", os.path.join(run.folder, "refused"), "--keys", key])
        for look in looks:
            done = subprocess.run([run.program, *look], capture_output=True, text=True, timeout=120)
            if done.returncode != FOUND_DAMAGE:
                run.ledger.find(f"round {number}: {look[0]} ended with {done.returncode}, changed was {where}")
        undo()
        run.flipped += 1
        shutil.rmtree(os.path.join(run.folder, "refused"), ignore_errors=True)


def check(run, target, owed, number):
    restored = os.path.join(run.folder, f"restored{number}")
    key = os.path.join(run.data, "keys/master")
    damage(run, target, key, number)  # and undone: what follows must find nothing
    if tool(run, "verify", "--backup", target, "--keys", key) and tool(
        run, "restore", target, "--data", restored, "--keys", key
    ):
        for tap in missing_in(run, restored, owed)[:5]:
            run.ledger.find(f"round {number}: acknowledged before the backup, and not in it: {tap}")
        tool(run, "verify", "--data", restored)
    shutil.rmtree(restored, ignore_errors=True)
    shutil.rmtree(target, ignore_errors=True)


def killed(run, target, process):
    """Nothing looks like a backup: neither the target nor what was left beside it."""
    left = glob.glob(glob.escape(target) + "*")
    for place in left:
        looked = subprocess.run([run.program, "verify", "--backup", place], capture_output=True, timeout=60)
        whole = os.path.exists(os.path.join(place, "manifest.json"))
        if place == target and looked.returncode != 0:
            run.ledger.find(f"a killed backup left a target that does not verify: {looked.stdout[-300:]}")
        if place != target and looked.returncode == 0 and not whole:
            run.ledger.find(f"what a killed backup left beside its target passes: {place}")
        shutil.rmtree(place)
    return process.returncode == -signal.SIGKILL and target not in left


def one_round(run, load, number):
    target = os.path.join(run.folder, f"backup{number}")
    owed = acknowledged(run.ledger)
    process = subprocess.Popen([run.program, "backup", "--data", run.data, "--to", target],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if number % KILL_EVERY == KILL_EVERY - 1:
        end = time.monotonic() + run.rng.uniform(0, KILL_WITHIN)
        while time.monotonic() < end:
            load.step(0.001)
        process.kill()
        process.communicate()
        run.killed += killed(run, target, process)
        return
    code = wait_under_load(load, process)
    said, errors = process.communicate()
    if code != 0:
        run.ledger.find(f"round {number}: the backup ended with {code}: {errors[-300:]}")
        return
    report = json.loads(said)
    if report["last_punch"] < len(owed):
        run.ledger.find(f"round {number}: {report['last_punch']} punches, {len(owed)} were acknowledged before")
    run.compared += len(owed)
    check(run, target, owed, number)


def control(run, load):
    """A copy of the database's file alone must be found out: what the log alone holds is missing in it. Just then the
    log may have been carried over whole, hence more than one try."""
    for number in range(CONTROLS):
        load.run(0.5)
        copy = os.path.join(run.folder, f"copied{number}")
        shutil.copytree(run.data, copy, ignore=shutil.ignore_patterns("*-wal", "*-shm", "lock", "pictures"))
        if missing_in(run, copy, acknowledged(run.ledger)):
            return True
    return False


def backup(options):
    run = Run(options, "backup")
    run.killed = run.compared = run.flipped = 0
    server = run.start()
    if server is None:
        return run.say(0)
    load = Load(server.port, run.ledger, run.rng, run.class_id)
    load.run(0.3)
    for number in range(options.rounds):
        load.run(run.rng.uniform(0.02, 0.2))
        one_round(run, load, number)
    if not load.finish():
        run.ledger.find("not every request was answered at the end")
    load = Load(server.port, run.ledger, run.rng, run.class_id)
    fails = control(run, load)
    load.finish()
    server.stop()
    print(f"backup: {run.compared} taps compared, {run.flipped} flipped bytes, {run.killed} killed before the end; "
          f"control {'fails, as it must' if fails else 'DOES NOT FAIL: nothing is proven'}", flush=True)
    return run.finish(options.rounds) and fails
