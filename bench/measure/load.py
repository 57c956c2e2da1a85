"""wrk against a target, and what it cost: one round, or one pass that reads every answer."""
import json
import os
import pathlib
import subprocess

from measure import caller
from measure.process import failure, machine_busy_seconds

script = pathlib.Path(__file__).resolve().parent.parent / "beiliao.lua"


class load:
    """`action` is "meta" or "kick"; `core` None lets wrk run on every core."""

    def __init__(self, action, connections, threads=1, core=1, cards_file=None, cards=0):
        self.action, self.connections, self.threads, self.core = action, connections, threads, core
        self.cards_file, self.cards = cards_file, cards

    def run(self, target, seconds, verify=False):
        """What wrk reports. Taps are new ones each time: the target's `next_second` moves past those sent."""
        arguments = [self.action, int(verify), caller.appid, caller.appsecret, caller.authkid]
        if self.action == "kick":
            arguments += [self.cards_file, target.next_second, self.threads]
        pin = [] if self.core is None else ["taskset", "-c", str(self.core)]
        command = [*pin, "wrk", f"-t{self.threads}", f"-c{self.connections}", f"-d{seconds}s", "--timeout", "10s",
                   "-s", script, f"{target.load_url()}/index.php", "--", *arguments]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=seconds + 60)
        if done.returncode:
            raise failure(f"wrk against {target.name}: {done.stderr[-400:]}")
        report = json.loads(done.stdout.splitlines()[-1])
        if self.action == "kick":
            target.next_second += 2 + 2 * (report["requests"] + self.connections) // self.cards
        if report["refused"] or report["broken"] or report["wrong"]:
            raise failure(f"{target.name} did not answer every request as it should: {report} {done.stderr[-400:]}")
        return report

    def check_stored(self, target, before, requests):
        """A tap that wrk did not see answered may be stored all the same: at most one a connection."""
        stored = target.stored()
        if before is None or self.action != "kick":
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


def _children_cpu():
    times = os.times()
    return times.children_user + times.children_system
