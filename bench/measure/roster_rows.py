"""A school platform's whole roster: 3,000 pupils in 60 classes by single calls and by the bulk form."""
import json
import subprocess

from measure import targets
from measure.process import failure
from measure.report import against


def _sync(run, number):
    folder = run.folder / f"roster{number}"
    server = targets.start_gatehouse(run.server, folder, 0)
    try:
        done = subprocess.run(["taskset", "-c", "1", run.server, "simulate", "sewise", "--url",
                               f"http://{server.address}", "--provision", folder / "provision.json"],
                              capture_output=True, text=True, timeout=600)
    finally:
        server.stop()
    if done.returncode:
        raise failure(f"simulate sewise: {done.stderr[-400:]}")
    return json.loads(done.stdout)


def roster(run):
    """One connection for each; every answer is on disk."""
    synced = []
    for number in range(run.rounds):
        synced.append(_sync(run, number))
        run.say(f"roster, round {number + 1}: {synced[-1]['calls']['milliseconds']} ms by calls, "
                f"{synced[-1]['batch']['milliseconds']} ms by the bulk form")
    yield against("roster", f"{synced[0]['batch']['rows']:,} roster rows by the bulk form", "rows/s",
                  [each["batch"]["rows_per_second"] for each in synced], "single calls",
                  [each["calls"]["rows_per_second"] for each in synced], 10, at_least=True, rounds=synced)
