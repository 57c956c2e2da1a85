"""The server as a process: started on a data directory, killed or stopped, perhaps under the shims."""

import json
import os
import select
import signal
import subprocess
import time

from harness.truth import exchange
from harness.wire import Account

ACCOUNT = Account("crash-campaign", "3d0e5a7c9b1f48d6a2c4e6f8091b3d5f", "7f6e5d4c3b2a19081726354453627180")
READY_WITHIN = 20
EXIT_NOT_MODELLED = 97


class NotReady(Exception):
    pass


def provision(path, classes=1):
    """One kindergarten whose classes grow in number from one round to the next."""
    content = {
        "organizations": [
            {
                "key": "kg",
                "kind": "kindergarten",
                "name": "Crash",
                "time_zone": "Asia/Shanghai",
                "units": [{"key": f"c{n}", "name": f"Class {n}", "kind": "class"} for n in range(classes)],
            }
        ],
        "clients": [
            {"protocol": "beiliao", "id": ACCOUNT.appid, "secret": ACCOUNT.appsecret, "name": "Crash campaign"}
        ],
        "licences": [{"client": ACCOUNT.appid, "organization": "kg", "code": ACCOUNT.authkid}],
    }
    with open(path, "w") as file:
        json.dump(content, file)


class Server:
    """`shims` are library files for LD_PRELOAD, `environment` what they and the server read."""

    def __init__(self, program, data, log, provisioning=None, shims=(), environment=None, flags=()):
        command = [program, "serve", "--lab", "--data", data, "--http", "127.0.0.1:0", *flags]
        if provisioning:
            command += ["--provision", provisioning]
        variables = {**os.environ, **(environment or {})}
        if shims:
            variables["LD_PRELOAD"] = ":".join(shims)
        self.started_at = time.monotonic()
        with open(log, "ab") as errors:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=variables)
        self.port = None
        self.ports = {}
        self.ready_after = None

    def wait_ready(self):
        line = self._first_line()
        try:
            self.ports = {name: int(at.rsplit(":", 1)[1]) for name, at in json.loads(line).items() if name != "event"}
            self.port = self.ports["http"]
        except (ValueError, KeyError) as e:
            self.kill()
            raise NotReady(f"no ready line but {line!r}, exit code {self.process.returncode}") from e
        self.ready_after = time.monotonic() - self.started_at
        return self

    def _first_line(self):
        output = self.process.stdout.fileno()
        line = b""
        while not line.endswith(b"\n"):
            left = self.started_at + READY_WITHIN - time.monotonic()
            if left <= 0 or not select.select([output], [], [], left)[0]:
                break
            part = os.read(output, 4096)
            if not part:
                break
            line += part
        return line

    def class_id(self, ledger):
        """The newest class, and how many there are."""
        answers = exchange(self.port, [(ledger.meta(), None)], limit=10)
        if not answers or answers[0][1].code != 0 or not answers[0][1].data["classes"]:
            raise NotReady(f"meta answers {answers}")
        classes = answers[0][1].data["classes"]
        return classes[0]["id"], len(classes)

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def signal(self, number):
        self.process.send_signal(number)

    def exit_code(self, within):
        """None when it is still running then."""
        try:
            self.process.wait(within)
        except subprocess.TimeoutExpired:
            return None
        self.process.stdout.close()
        return self.process.returncode

    def stop(self, within=10):
        self.signal(signal.SIGTERM)
        code = self.exit_code(within)
        if code is None:
            self.kill()
        return code
