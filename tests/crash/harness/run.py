"""What every campaign has: options, a scratch folder, one growing data directory, a ledger, a seed, a verdict."""

import os
import random
import shutil
import statistics
import threading
import time

from harness.faults import FaultControl
from harness.ledger import Ledger
from harness.load import Load
from harness.power_loss import cut_power
from harness.server import ACCOUNT, EXIT_NOT_MODELLED, NotReady, Server, provision
from harness.truth import check_database, check_served_pictures, verify


# Names of the shims. What disk_fault lets fail never reaches the journal of power_loss: it comes first.
DISK_FAULT, POWER_LOSS = "disk_fault", "power_loss"


class After:
    """Calls `action` after a time, from another thread, so that no moment of the load is favoured."""

    def __init__(self, seconds, action):
        self.at = None
        self._action = action
        self._timer = threading.Timer(seconds, self._run)
        self._timer.start()

    def _run(self):
        self.at = time.monotonic()
        self._action()

    def join(self):
        self._timer.join()


class Run:
    """One data directory and all that is known of it."""

    flags = ()  # of the server's command line, beyond the campaigns' own

    def __init__(self, options, name, program=None, environment=None):
        self.options = options
        self.name = name
        self.program = program or options.server
        self.folder = os.path.join(options.scratch, name)
        self.data = os.path.join(self.folder, "data")
        self.journal = os.path.join(self.folder, "journal")
        self.provisioning = os.path.join(self.folder, "provision.json")
        self.log = os.path.join(self.folder, "server.log")
        for path in (self.data, self.journal):
            os.makedirs(path)
        self.control = FaultControl(os.path.join(self.folder, "control"))
        self.environment = {
            **(environment or {}),
            "GATEHOUSE_POWER_LOSS_DIR": self.data,
            "GATEHOUSE_POWER_LOSS_JOURNAL": self.journal,
            "GATEHOUSE_DISK_FAULT_DIR": self.data,
            "GATEHOUSE_DISK_FAULT_CONTROL": self.control.path,
        }
        self.rng = random.Random(f"{options.seed} {name}")
        self.ledger = Ledger(ACCOUNT)
        self.classes = 1
        self.class_id = None
        self.verified = 0
        self.ready_times = []
        self.started_at = time.monotonic()

    def provision(self):
        provision(self.provisioning, self.classes)

    def load(self, server, **how):
        return Load(server.port, self.ledger, self.rng, self.class_id, **how)

    def launch(self, *shims, with_provisioning=True):
        """A process that may not be ready yet."""
        if with_provisioning:
            self.provision()
        libraries = [self.options.library(shim) for shim in shims]
        file = self.provisioning if with_provisioning else None
        return Server(self.program, self.data, self.log, file, libraries, self.environment, self.flags)

    def start(self, *shims, with_provisioning=True):
        """A server that is ready, or nothing and a finding."""
        server = self.launch(*shims, with_provisioning=with_provisioning)
        try:
            server.wait_ready()
            self.examine(server)
        except NotReady as e:
            server.kill()
            if server.process.returncode == EXIT_NOT_MODELLED:
                raise SystemExit(f"a shim gave up, see {self.log}") from e
            self.ledger.find(f"not ready: {e}")
            return None
        self.ready_times.append(server.ready_after)
        return server

    def examine(self, server):
        """What must be known before the load. NotReady where it is not answered."""
        self.class_id, found = server.class_id(self.ledger)
        if found < self.classes:
            self.ledger.find(f"{found} classes are left of {self.classes} that were provisioned")

    def cut(self, number):
        """Every other cut keeps nothing that was not synced; the rest keep some of it."""
        seed = f"{self.options.seed} {self.name} {number}"
        return cut_power(self.data, self.journal, seed, number % 2 == 1, self.options.lenient_names)

    def verify_new(self, server):
        """What was sent since the last call."""
        ledger = self.ledger
        taps = ledger.taps[self.verified :]
        verify(server.port, ledger, taps, self.class_id)
        self.verified = len(ledger.taps)

    def verify_all(self, server):
        verify(server.port, self.ledger, list(self.ledger.taps), self.class_id)
        self.verified = len(self.ledger.taps)

    def absorb(self, part):
        """Takes over what a run of its own directory found."""
        for name in ("taps", "findings", "lost", "doubled"):
            getattr(self.ledger, name).extend(getattr(part.ledger, name))
        self.ledger.acknowledged += part.ledger.acknowledged
        self.ledger.refusals.update(part.ledger.refusals)
        self.ready_times += part.ready_times
        if part.ledger.is_clean:
            part.discard()
        else:
            print(f"  {part.name} is left for looking into: {part.folder}")

    def discard(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def check_served(self, server):
        check_served_pictures(server.port, self.ledger)

    def check_stored(self):
        """After a stop."""
        check_database(self.data, self.ledger)

    def finish(self, rounds):
        """Starts once more, asks for everything, stops, reads the database, says how it went. True: no finding."""
        server = self.start()
        if server:
            self.verify_all(server)
            self.check_served(server)
            code = server.stop()
            if code != 0:
                self.ledger.find(f"exit code {code} after SIGTERM")
            self.check_stored()
        return self.say(rounds)

    def say(self, rounds):
        ledger = self.ledger
        ready = f", start to ready p50 {statistics.median(self.ready_times) * 1000:.0f} ms, most "
        ready += f"{max(self.ready_times) * 1000:.0f} ms" if self.ready_times else ""
        refused = f", refused {dict(ledger.refusals)}" if ledger.refusals else ""
        print(
            f"{self.name}: seed {self.options.seed}, rounds {rounds}, sent {len(ledger.taps)}, "
            f"acknowledged {ledger.acknowledged}, lost {len(ledger.lost)}, duplicated {len(ledger.doubled)}, "
            f"findings {len(ledger.findings)}{refused}{ready if self.ready_times else ''}, "
            f"{time.monotonic() - self.started_at:.0f} s",
            flush=True,
        )
        if ledger.is_clean:
            self.discard()
        else:
            self._say_findings()
        return ledger.is_clean

    def _say_findings(self):
        for finding in self.ledger.findings[:10]:
            print(f"  finding: {finding}")
        for what, taps in (("lost", self.ledger.lost), ("duplicated", self.ledger.doubled)):
            for tap in taps[:5]:
                print(f"  {what}: {tap}")
        print(f"  left for looking into: {self.folder}", flush=True)

    def say_control(self, rounds):
        """A negative control must lose. True when it did."""
        failed = bool(self.ledger.lost)
        print(
            f"{self.name}: seed {self.options.seed}, rounds {rounds}, acknowledged {self.ledger.acknowledged}, "
            f"lost {len(self.ledger.lost)}: {'fails, as it must' if failed else 'DOES NOT FAIL: nothing is proven'}",
            flush=True,
        )
        if failed:
            self.discard()
        else:
            self._say_findings()
        return failed
