"""wrk against a target, and what it cost: one round, or one pass that reads every answer."""
import json
import os
import pathlib
import subprocess
import tempfile

from measure import caller
from measure.process import failure, machine_busy_seconds

script = pathlib.Path(__file__).resolve().parent.parent / "posts.lua"
form = "application/x-www-form-urlencoded"


class load:
    """POSTs of `body`, with a line of `lines` for each LINE in it; `core` None lets wrk run on every core."""

    def __init__(self, name, body, connections, threads=1, core=1, path="/index.php", content_type=form, lines=None,
                 is_tap=False, good='"errcode":0', bearer=None):
        self.name, self.body, self.path, self.content_type = name, body, path, content_type
        self.good, self.headers = good, ["-H", f"Authorization: Bearer {bearer}"] if bearer else []
        self.connections, self.threads, self.core = connections, threads, core
        self.lines_file, self.lines, self.is_tap = None, lines, is_tap

    def _arguments(self, target, verify):
        arguments = [self.content_type, self.good, int(verify), self.body]
        if self.lines:
            if self.lines_file is None:
                self.lines_file = tempfile.NamedTemporaryFile("w", prefix="bench-lines-")
                self.lines_file.writelines(f"{line}\n" for line in self.lines)
                self.lines_file.flush()
            arguments += [self.lines_file.name, self.threads]
        return [*arguments, target.next_second] if self.is_tap else arguments

    def run(self, target, seconds, verify=False):
        """What wrk reports. Taps are new ones each time: the target's `next_second` moves past those sent."""
        pin = [] if self.core is None else ["taskset", "-c", str(self.core)]
        command = [*pin, "wrk", f"-t{self.threads}", f"-c{self.connections}", f"-d{seconds}s", "--timeout", "10s",
                   *self.headers, "-s", script, f"{target.load_url()}{self.path}", "--", *self._arguments(target, verify)]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=seconds + 60)
        if done.returncode:
            raise failure(f"wrk against {target.name}: {done.stderr[-400:]}")
        report = json.loads(done.stdout.splitlines()[-1])
        if self.is_tap:
            target.next_second += 2 + 2 * (report["requests"] + self.connections) // len(self.lines)
        if report["refused"] or report["broken"] or report["wrong"]:
            raise failure(f"{target.name} did not answer every request as it should: {report} {done.stderr[-400:]}")
        return report

    def check_stored(self, target, before, requests):
        """A tap that wrk did not see answered may be stored all the same: at most one a connection."""
        stored = target.stored()
        if before is None or not self.is_tap:
            return
        grown = stored - before
        if not requests <= grown <= requests + self.connections + self.threads:
            raise failure(f"{target.name} acknowledged {requests} taps and stored {grown}")

    def verify(self, target, seconds=1):
        """A pass outside the measurement in which every answer is read."""
        before = target.stored()
        report = self.run(target, seconds, verify=True)
        self.check_stored(target, before, report["requests"])

    def round(self, target, seconds):
        """Requests a second, the server's CPU a request, and how busy other processes kept the machine."""
        before = target.stored()
        target.process.settle()
        cpu, busy = target.process.cpu_seconds(), machine_busy_seconds()
        children = _children_cpu()
        report = self.run(target, seconds)
        others = machine_busy_seconds() - busy - (target.process.cpu_seconds() - cpu) - (_children_cpu() - children)
        target.process.settle()
        used = target.process.cpu_seconds() - cpu
        self.check_stored(target, before, report["requests"])
        return {"requests_per_second": report["requests"] / report["seconds"],
                "cpu_us": used * 1e6 / report["requests"], "p50_us": report["p50_us"], "p99_us": report["p99_us"],
                "requests": report["requests"], "others_cpu": max(0.0, others / report["seconds"])}


def taps(numbers, connections, threads=1, core=1):
    return load("kick", caller.form("service/card/kick", cardnum="LINE", time_kick="S" * 10), connections, threads,
                core, lines=numbers, is_tap=True)


def _children_cpu():
    times = os.times()
    return times.children_user + times.children_system
