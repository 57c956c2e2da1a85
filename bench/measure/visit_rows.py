"""The row of a visit: what a sign-in waits more while whoever is told of it hangs."""
import json
import os
import pathlib
import subprocess
import sys

from measure.process import failure
from measure.report import median, row

script = pathlib.Path(__file__).resolve().parent.parent / "sign_in_while_all_hang.py"


def _once(run):
    done = subprocess.run([sys.executable, "-B", str(script), "--sign-ins",
                           "50" if run.quick else "500"], capture_output=True, text=True, timeout=300,
                          env={**os.environ, "GATEHOUSE": str(run.server)})
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise failure(f"no sign-in was measured: {done.stderr[-400:]}") from None


def sign_in(run):
    rounds = []
    for number in range(1 if run.quick else min(run.rounds, 3)):
        rounds.append(_once(run))
        run.say(f"sign_in, round {number + 1}: p99 {rounds[-1]['normal']['p99_ms']} ms while all three answer, "
                f"{rounds[-1]['hanging']['p99_ms']} ms while they hang")
    more = [each["hanging"]["p99_ms"] - each["normal"]["p99_ms"] for each in rounds]
    yield row("sign_in", "sign-in while Koala, WeChat and SMS hang: wait more, p99", median(more), "ms", 5, rounds=rounds,
              note=f"p99 {median([each['normal']['p99_ms'] for each in rounds]):.2f} ms while they answer")
