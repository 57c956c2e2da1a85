"""The rows of slow clients: what one that is not slow notices of two thousand that are."""
import csv
import subprocess

from measure import caller, targets
from measure.lone_taps import taps_during
from measure.process import failure
from measure.report import median, row

connections = 2000
# Heads that never end, bodies that trickle, and a large answer that is hardly read.
attacks = {"header": (["-H", "-i", "2", "-x", "24"], "/healthz"),
           "body": (["-B", "-i", "2", "-s", "8192", "-x", "10"], "/index.php"),
           "read": (["-X", "-w", "256", "-y", "512", "-n", "5", "-z", "32", "-k", "3"], "/docs/openapi.json")}


def _attack(run, server, kind):
    """How many connections were open at once, as slowhttptest saw it."""
    flags, path = attacks[kind]
    report = run.folder / f"slow-{kind}"
    done = subprocess.run(list(map(str, [
        "taskset", "-c", "1", "slowhttptest", *flags, "-c", connections, "-r", 1000, "-l", 6 if run.quick else 20,
        "-p", 5, "-g", "-o", report, "-v", 1, "-u", f"http://{server.address}{path}"])),
        capture_output=True, text=True, timeout=120)
    rows = list(csv.DictReader(report.with_suffix(".csv").read_text().splitlines()))
    if not rows:
        raise failure(f"slowhttptest reported nothing: {done.stdout[-300:]} {done.stderr[-300:]}")
    return max(int(each["Connected"]) for each in rows)


def slow(run):
    numbers = caller.cards(run.cards)
    server = targets.start_gatehouse_with_cards(run.server, run.folder / "slow", numbers, 0)
    try:
        for kind in attacks:
            rounds = []
            for number in range(1 if run.quick else min(run.rounds, 3)):
                waits, open_at_once = taps_during(run, server, numbers, lambda: _attack(run, server, kind))
                if open_at_once < connections:
                    raise failure(f"only {open_at_once} of {connections} slow connections were open at once")
                rounds.append(waits)
                run.say(f"slow {kind}, round {number + 1}: p50 {waits['p50_us'] / 1000:.2f} ms, "
                        f"p99 {waits['p99_us'] / 1000:.2f} ms")
            yield row(f"slow {kind}", f"lone tap beside {connections:,} clients slow with a {kind}, p99",
                      median([each["p99_us"] / 1000 for each in rounds]), "ms", 50, rounds=rounds,
                      note=f"p50 {median([each['p50_us'] / 1000 for each in rounds]):.2f} ms, no error")
    finally:
        server.stop()
