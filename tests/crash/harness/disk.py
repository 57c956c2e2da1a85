"""A disk that is full, sick, or loses what it was told to sync: no false acknowledgement, and well again after."""

import errno
import os
import shutil
import signal
import time

from harness import faults
from harness.load import Load
from harness.run import DISK_FAULT, POWER_LOSS, Run
from harness.server import NotReady
from harness.truth import database_of, exchange

WRITING = faults.WRITE | faults.RESIZE | faults.CREATE | faults.NAME
EVERYTHING = WRITING | faults.SYNC | faults.SYNC_FOLDER
SICK_FOR = 0.7
ANSWERED_WITHIN = 1.0
WELL_WITHIN = 5.0
GONE_WITHIN = 5.0

SICKNESSES = (
    ("ENOSPC", WRITING, errno.ENOSPC, faults.FAILS),
    ("ENOSPC_on_growth", faults.WRITE | faults.RESIZE, errno.ENOSPC, faults.FULL_DISK),
    ("EDQUOT", WRITING, errno.EDQUOT, faults.FAILS),
    ("EIO", faults.WRITE, errno.EIO, faults.FAILS),
    ("short_writes", faults.WRITE, 0, faults.SHORT_WRITE),
)


def sick_disk(options, sickness, program=None, environment=None, name=None):
    """The disk falls ill under load and gets well again; then the power fails and everything is asked for."""
    label, operations, error, shape = sickness
    run = Run(options, name or f"disk_{label}", program, environment)
    server = run.start(DISK_FAULT, POWER_LOSS)
    if server is None:
        return run
    load = Load(server.port, run.ledger, run.rng, run.class_id)
    load.reconnects = True
    load.run(0.2)
    load.slowest, load.tap_answers = 0.0, 0
    run.control.arm(operations, error, shape=shape)
    load.run(SICK_FOR)
    judge_sickness(run, load, server)
    run.control.disarm()
    well_at = time.monotonic()
    load.last_stored_at = None
    while load.last_stored_at is None and time.monotonic() < well_at + WELL_WITHIN:
        load.run(0.05)
    if load.last_stored_at is None:
        run.ledger.find(f"no tap was stored within {WELL_WITHIN} s after the disk was well")
    load.run(0.2)
    if not load.finish():
        run.ledger.find("requests were left without an answer")
    if any(connection.pending for connection in load.gone):
        run.ledger.find("connections were closed over unanswered requests")
    if server.process.poll() is not None:
        run.ledger.find(f"the server ended: {server.process.returncode}")
    server.kill()
    run.cut(1)
    return run


def judge_sickness(run, load, server):
    if run.control.injected == 0:
        run.ledger.find("no call failed: nothing is proven")
    if load.tap_answers == 0:
        run.ledger.find("no tap was answered while the disk was sick")
    if load.slowest > ANSWERED_WITHIN:
        run.ledger.find(f"an answer took {load.slowest:.2f} s while the disk was sick")
    answers = exchange(server.port, [(run.ledger.meta(), None)], limit=ANSWERED_WITHIN)
    if not answers or answers[0][1].code != 0:
        run.ledger.find(f"the class list cannot be read while the disk is sick: {answers}")


def failed_syncs(options, rounds):
    """One sync fails somewhere under load: the process ends and does not try again; nothing is lost with the power
    cut that follows."""
    run = Run(options, "disk_failed_sync")
    done = 0
    for number in range(rounds):
        server = run.start(DISK_FAULT, POWER_LOSS)
        if server is None:
            break
        run.verify_new(server)
        load = Load(server.port, run.ledger, run.rng, run.class_id)
        call = run.rng.randint(1, 40)
        which = faults.SYNC if number % 4 else faults.SYNC | faults.SYNC_FOLDER
        run.control.arm(which, run.rng.choice((errno.EIO, errno.ENOSPC, errno.EDQUOT)), (call, call))
        load.run(GONE_WITHIN)
        code = server.exit_code(1)
        if run.control.injected != 1:
            run.ledger.find(f"{run.control.injected} syncs failed, not one")
        if code is None or not (code > 0 or code == -signal.SIGABRT):
            run.ledger.find(f"after a failed sync the exit code is {code}")
        load.close()
        server.kill()
        run.control.disarm()
        run.cut(number)
        done += 1
    run.control.disarm()
    return run.finish(done)


def failed_checkpoint_at_stop(options):
    """The sync of the main database file fails while the server closes: the log still has everything."""
    run = Run(options, "disk_failed_checkpoint")
    server = run.start(DISK_FAULT, POWER_LOSS)
    if server:
        load = Load(server.port, run.ledger, run.rng, run.class_id)
        load.run(0.3)
        load.finish()
        run.control.arm(faults.SYNC, errno.EIO, ending=os.path.basename(database_of(run.data)))
        server.stop()
        if not run.control.injected:
            run.ledger.find("the main file was not synced: nothing is proven")
        run.control.disarm()
        run.cut(0)
    return run.finish(1)


class Script:
    """A fixed little day of calls, one after the other; ends where the server is gone."""

    def __init__(self, run):
        self.run = run
        ledger = run.ledger
        card = ledger.new_card()
        plain, pictured = ledger.new_tap(card), ledger.new_tap(card, with_picture=True)
        unbound = ledger.new_tap(ledger.new_card())
        self.calls = (("match", card), ("tap", plain), ("tap", pictured), ("tap", plain), ("tap", unbound))
        self.bound = card

    def play(self, port):
        ledger = self.run.ledger
        for kind, about in self.calls:
            octets = ledger.match(about, self.run.class_id) if kind == "match" else ledger.kick(about)
            for subject, answer in exchange(port, [(octets, about)], limit=ANSWERED_WITHIN + 1):
                if kind == "match":
                    ledger.match_answered(subject, answer)
                else:
                    ledger.tap_answered(subject, answer)

    def tap_once_more(self, port):
        """True when a new tap is stored."""
        ledger = self.run.ledger
        tap = ledger.new_tap(self.bound)
        answers = exchange(port, [(ledger.kick(tap), tap)], limit=WELL_WITHIN)
        return bool(answers) and ledger.tap_answered(tap, answers[0][1])


def sweep(options, label, error):
    """The n-th call that changes a file fails, for n = 1, 2, … until the script meets no fault."""
    template = Run(options, f"sweep_{label}_template")
    server = template.start()
    if server is None:
        return template.say(0)
    server.stop()
    total = Run(options, f"disk_sweep_{label}")
    points = 0
    while True:
        run = Run(options, f"sweep_{label}_{points + 1}")
        shutil.rmtree(run.data)
        shutil.copytree(template.data, run.data)
        struck = sweep_point(run, points + 1, error)
        total.absorb(run)
        if not struck or not run.ledger.is_clean:
            break
        points += 1
    template.discard()
    return total.say(points)


def sweep_point(run, call, error):
    """True when the fault struck."""
    server = run.start(DISK_FAULT, POWER_LOSS)
    if server is None:
        return False
    run.control.arm(EVERYTHING, error, (call, call))
    script = Script(run)
    script.play(server.port)
    struck = run.control.injected > 0
    run.control.disarm()
    if struck and run.control.failed == faults.SYNC:
        code = server.exit_code(GONE_WITHIN)
        if code is None or code == 0:
            run.ledger.find(f"call {call}, a sync, failed, and the exit code is {code}")
    elif struck and run.control.failed == faults.SYNC_FOLDER and server.exit_code(0.2):
        pass  # It may end, or go on as SQLite does, whose own sync of a folder is one of several: the cut will tell.
    elif server.process.poll() is not None:
        run.ledger.find(f"call {call}, operation {run.control.failed}, ended the server: {server.process.returncode}")
    elif not script.tap_once_more(server.port):
        run.ledger.find(f"call {call}, operation {run.control.failed}: no tap is stored afterwards")
    server.kill()
    run.cut(call)
    again = run.start()
    if again:
        run.verify_all(again)
        again.kill()
    if not run.ledger.is_clean:
        run.ledger.find(f"that was call {call}, operation {run.control.failed} (faults.py)")
    return struck


def starts(options, points):
    """One call fails while an empty directory becomes a store: ready, or an orderly end; the next start succeeds."""
    total = Run(options, "disk_first_start")
    done, call, stride = 0, 1, 1
    while done < points:
        run = Run(options, f"first_start_fault_{call}")
        run.control.arm(EVERYTHING, run.rng.choice((errno.EIO, errno.ENOSPC)), (call, call))
        server = run.launch(DISK_FAULT, POWER_LOSS)
        try:
            server.wait_ready()
        except NotReady:
            if server.process.returncode < 0 and server.process.returncode != -signal.SIGABRT:
                run.ledger.find(f"call {call} at the first start: {server.process.returncode}")
        struck, calls = run.control.injected > 0, run.control.calls
        run.control.disarm()
        server.kill()
        run.cut(call)
        again = run.start()
        if again:
            again.kill()
        total.absorb(run)
        if not struck:
            break
        if done == 0:
            stride = max(1, calls // points)
        done, call = done + 1, call + stride
    return total.say(done)


def disk(options):
    clean = True
    for sickness in SICKNESSES:
        clean = sick_disk(options, sickness).finish(1) and clean
    clean = failed_syncs(options, options.rounds) and clean
    clean = failed_checkpoint_at_stop(options) and clean
    for label, error in (("EIO", errno.EIO), ("ENOSPC", errno.ENOSPC)):
        clean = sweep(options, label, error) and clean
    clean = starts(options, options.rounds) and clean
    control = sick_disk(
        options, SICKNESSES[0], options.unsafe, {"GATEHOUSE_UNSAFE": "ack_before_commit"}, "disk_control_ack_before_commit"
    )
    server = control.start()
    if server:
        control.verify_all(server)
        server.kill()
    return control.say_control(1) and clean
