"""Processes that are measured: started on chosen cores, watched through /proc, and never left behind."""
import atexit
import json
import os
import pathlib
import resource
import select
import signal
import subprocess
import time

ticks_per_second = os.sysconf("SC_CLK_TCK")
started = []


class failure(Exception):
    """A measurement could not be made."""


def _file_limit():
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


class process:
    def __init__(self, argv, log, core=None, environment=None, stdin=None):
        self.log = pathlib.Path(log)
        pin = [] if core is None else ["taskset", "-c", str(core)]
        self.begun = time.monotonic()
        with self.log.open("ab") as errors:
            self.child = subprocess.Popen([*pin, *map(str, argv)], stdin=stdin or subprocess.DEVNULL,
                                          stdout=subprocess.PIPE, stderr=errors, start_new_session=True,
                                          preexec_fn=_file_limit, env={**os.environ, **(environment or {})})
        self.name = pathlib.Path(argv[0]).name
        started.append(self)

    def read_line(self, patience):
        """The next line of standard output, as JSON."""
        ends = time.monotonic() + patience
        line = b""
        output = self.child.stdout.fileno()
        while not line.endswith(b"\n"):
            readable = select.select([output], [], [], max(0, ends - time.monotonic()))[0]
            piece = os.read(output, 1) if readable else b""
            if not piece:
                what = "ended" if readable else f"said nothing for {patience} s"
                raise failure(f"{self.name} {what}: {self.log.read_text(errors='replace')[-600:]}")
            line += piece
        return json.loads(line)

    def stop(self, patience=30):
        """The exit code; the whole process group is gone afterwards."""
        if self in started:
            started.remove(self)
        if self.child.poll() is None:
            self.child.terminate()
        try:
            code = self.child.wait(patience)
        except subprocess.TimeoutExpired:
            code = None
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.child.wait()
        self.child.stdout.close()
        return code

    def tree(self):
        """The process and all under it."""
        found = [self.child.pid]
        for pid in found:
            try:
                children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text()
            except FileNotFoundError:
                continue
            found += [int(child) for child in children.split()]
        return found

    def cpu_seconds(self):
        """utime + stime of the tree."""
        total = 0
        for pid in self.tree():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / ticks_per_second

    def resident_kib(self):
        return sum(int(line.split()[1]) for pid in self.tree()
                   for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
                   if line.startswith("VmRSS"))

    def settle(self, most=3.0):
        """Waits until the tree has used no CPU for a while, so that work left behind is counted too."""
        ends = time.monotonic() + most
        before = self.cpu_seconds()
        while time.monotonic() < ends:
            time.sleep(0.15)
            after = self.cpu_seconds()
            if after == before:
                return
            before = after


def machine_busy_seconds():
    """CPU time that every process of the machine has used, what the host took away included."""
    fields = [int(each) for each in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    idle, iowait = fields[3], fields[4]
    return (sum(fields) - idle - iowait) / ticks_per_second


@atexit.register
def _end_all():
    for each in list(started):
        each.stop(patience=5)


def stop_on_signals():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda got, _: exit(128 + got))
