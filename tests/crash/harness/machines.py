"""Attendance machines at work over MQTT 3.1.1: check-ins that are sent until they are acknowledged, as a machine does,
and what the database has of them."""

import hashlib
import json
import select
import socket
import sqlite3
import time
from collections import Counter, deque

from harness.ledger import FIRST_SECOND
from harness.run import Run
from harness.truth import database_of

MODEL, PRODUCT_KEY, APP = "DL3785W", "crash-product-key", "370000000000000001"
MACHINES = 8
PEOPLE = [f"3499441537878{n:05d}" for n in range(8)]
UNDER_WAY = 4
LARGE = 700  # people in one message: more than one slice of it

# Shares in percent of what a machine sends next; the rest are check-ins of one to five people.
AGAIN, TWO, BIG = 6, 30, 1

CONNECT, CONNACK, PUBLISH, PUBACK, PUBREC, PUBREL, PUBCOMP = 1, 2, 3, 4, 5, 6, 7

ROWS = (
    "SELECT d.external, p.device_second, count(*) FROM punch p JOIN device d ON d.id = p.device GROUP BY 1, 2"
)
TWICE_KEPT = "SELECT count(*) FROM (SELECT 1 FROM message GROUP BY device, digest HAVING count(*) > 1)"


def packet(kind, flags, body):
    head, left = bytearray([kind << 4 | flags]), len(body)
    while True:
        left, low = divmod(left, 128)
        head.append(low | (128 if left else 0))
        if not left:
            return bytes(head) + body


def text(words):
    octets = words.encode()
    return len(octets).to_bytes(2, "big") + octets


class Checkin:
    """One message: so many people at a machine, each in a second of its own."""

    __slots__ = ("machine", "first", "count", "mid", "quality", "acknowledged", "sent")

    def __init__(self, machine, first, count, mid, quality):
        self.machine, self.first, self.count, self.mid, self.quality = machine, first, count, mid, quality
        self.acknowledged = False
        self.sent = 0

    def seconds(self):
        return range(self.first, self.first + self.count)

    def payload(self):
        users = [{"user_id": PEOPLE[s % len(PEOPLE)], "feature_type": "fp", "time": s} for s in self.seconds()]
        return json.dumps({"mid": self.mid, "from": self.machine, "to": "", "time": self.first, "action": 300,
                           "data": {"cmd": "checkin", "users": users}}).encode()

    def __str__(self):
        return f"{self.machine}: {self.count} from {self.first}, mid {self.mid}, QoS {self.quality}"


class MachinesLedger:
    """What was sent and acknowledged. `taps` are check-ins: the campaigns count them by this name."""

    def __init__(self):
        self.taps, self.findings, self.lost, self.doubled = [], [], [], []
        self.refusals = Counter()
        self.acknowledged = 0
        self.names = [f"{MODEL}_{n:010d}" for n in range(MACHINES)]
        self.of = {name: [] for name in self.names}

    def new(self, machine, count, quality):
        mine = self.of[machine]
        first = mine[-1].first + mine[-1].count if mine else FIRST_SECOND
        made = Checkin(machine, first, count, f"m{len(self.taps)}", quality)
        mine.append(made)
        self.taps.append(made)
        return made

    def acknowledge(self, what):
        if not what.acknowledged:
            what.acknowledged = True
            self.acknowledged += 1

    def find(self, words):
        self.findings.append(words)

    @property
    def is_clean(self):
        return not (self.findings or self.lost or self.doubled)


class Machine:
    """One connection. What an earlier one left unacknowledged goes first."""

    def __init__(self, port, name, ledger, rng):
        self.name, self.ledger, self.rng = name, ledger, rng
        self.under_way = {}
        self.waiting = deque(c for c in ledger.of[name] if not c.acknowledged)
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.open, self.welcome = True, False
        self._in, self._out, self._last = bytearray(), bytearray(), 0
        password = hashlib.md5(f"{name}-{MODEL}-{PRODUCT_KEY}".encode()).hexdigest()
        self._out += packet(CONNECT, 0, text("MQTT") + bytes([4, 0xC2, 0, 60]) + text(name) + text(MODEL) + text(password))
        self.send()

    def publish(self, what):
        self._last = self._last % 65535 + 1
        self.under_way[self._last] = what
        what.sent += 1
        again = 8 if what.sent > 1 else 0
        self._out += packet(PUBLISH, again | what.quality << 1,
                            text("device") + self._last.to_bytes(2, "big") + what.payload())

    def refill(self, makes_new):
        while self.open and self.welcome and len(self.under_way) < UNDER_WAY:
            if self.waiting:
                self.publish(self.waiting.popleft())
            elif makes_new:
                self.publish(self._something())
            else:
                break
        self.send()

    def _something(self):
        dice, mine = self.rng.randrange(100), self.ledger.of[self.name]
        if dice < AGAIN and mine:
            return self.rng.choice(mine)
        count = LARGE if dice >= 100 - BIG else self.rng.randint(1, 5)
        return self.ledger.new(self.name, count, 2 if dice < AGAIN + TWO else 1)

    def send(self):
        while self._out and self.open:
            try:
                del self._out[: self.socket.send(self._out)]
            except BlockingIOError:
                return
            except OSError:
                self.close()

    def receive(self):
        while self.open:
            try:
                part = self.socket.recv(1 << 16)
            except BlockingIOError:
                break
            except OSError:
                part = b""
            if not part:
                self.close()
            self._in += part
        while whole := self._whole_packet():
            head, length = whole
            kind, body = self._in[0] >> 4, bytes(self._in[head : head + length])
            del self._in[: head + length]
            self._hear(kind, body)

    def _whole_packet(self):
        """The sizes of the next packet's head and body; nothing while it is not all there."""
        length = 0
        for at, octet in enumerate(self._in[1:5]):
            length |= (octet & 127) << 7 * at
            if octet < 128:
                return (at + 2, length) if len(self._in) >= at + 2 + length else None
        return None

    def _hear(self, kind, body):
        number = int.from_bytes(body[:2], "big")
        if kind == CONNACK:
            self.welcome = body[1] == 0
            if not self.welcome:
                self.ledger.find(f"{self.name} is not let in: {body[1]}")
        elif kind in (PUBACK, PUBREC) and number in self.under_way:
            self.ledger.acknowledge(self.under_way[number])
            if kind == PUBREC:
                self._out += packet(PUBREL, 2, body)
            else:
                del self.under_way[number]
        elif kind == PUBCOMP:
            self.under_way.pop(number, None)
        elif kind == PUBLISH:  # it is told whose it is; QoS 1
            topic = 2 + number
            self._out += packet(PUBACK, 0, body[topic : topic + 2])
        else:
            self.ledger.find(f"{self.name} is answered by packet {kind} {body.hex()}")

    def close(self):
        self.open = False
        self.socket.close()


class MachinesLoad:
    def __init__(self, server, ledger, rng, connections=MACHINES):
        self.machines = [Machine(server.ports["mqtt"], name, ledger, rng) for name in ledger.names[:connections]]
        self._poll = select.epoll()
        self._by_number = {machine.socket.fileno(): machine for machine in self.machines}
        for number in self._by_number:
            self._poll.register(number, select.EPOLLIN)

    def _step(self, makes_new):
        for number, _ in self._poll.poll(0.005):
            machine = self._by_number[number]
            machine.receive()
            machine.refill(makes_new)
            if not machine.open:
                del self._by_number[number]
        for machine in self._by_number.values():
            machine.send()

    def run(self, seconds):
        """Until the time is over or every connection is gone."""
        end = time.monotonic() + seconds
        while any(machine.open for machine in self.machines) and time.monotonic() < end:
            self._step(True)

    def finish(self, seconds=30):
        """Sends nothing new. True when all that waited is acknowledged."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and any(m.open and (m.waiting or m.under_way or not m.welcome) for m in self.machines):
            self._step(False)
        return not any(m.waiting or m.under_way for m in self.machines)

    def close(self):
        for machine in self.machines:
            machine.close()
        self._poll.close()


class MachinesRun(Run):
    flags = ("--mqtt", "127.0.0.1:0")

    def __init__(self, options, name, program=None, environment=None):
        super().__init__(options, name, program, environment)
        self.ledger = MachinesLedger()

    def provision(self):
        content = {
            "organizations": [{"key": "co", "kind": "company", "name": "Crash", "time_zone": "Asia/Shanghai"}],
            "people": [{"organization": "co", "key": key, "name": f"Person {key[-2:]}"} for key in PEOPLE],
            "products": [{"model": MODEL, "type": "KQ", "key": PRODUCT_KEY, "name": "Machine", "features": ["fp"]}],
            "apps": [{"id": APP, "key": "crash-app-key", "name": "Attendance", "webhook": "http://127.0.0.1:9/hook",
                      "organizations": ["co"]}],
            "devices": [{"id": name, "name": name, "organization": "co", "apps": [APP]} for name in self.ledger.names],
        }
        with open(self.provisioning, "w") as file:
            json.dump(content, file)

    def examine(self, server):
        """Nothing to look up before the load."""

    def load(self, server, connections=MACHINES):
        return MachinesLoad(server, self.ledger, self.rng, connections)

    def _look(self):
        """Every acknowledged person stands, once, and nothing stands that was not sent."""
        db = sqlite3.connect(f"file:{database_of(self.data)}?mode=ro", uri=True, timeout=20)
        try:
            stand = {(device, second): count for device, second, count in db.execute(ROWS)}
            if twice := db.execute(TWICE_KEPT).fetchone()[0]:
                self.ledger.find(f"{twice} check-ins are kept more than once")
        finally:
            db.close()
        sent = 0
        for what in self.ledger.taps:
            counts = [stand.get((what.machine, second), 0) for second in what.seconds()]
            sent += sum(1 for count in counts if count)
            if what.acknowledged and not all(counts):
                self.ledger.lost.append(what)
            if any(count > 1 for count in counts):
                self.ledger.doubled.append(what)
        if sent != len(stand):
            self.ledger.find(f"{len(stand)} seconds have punches, {sent} of them were sent")

    def verify_new(self, server):
        self._look()

    def verify_all(self, server):
        self._look()
        load = self.load(server)
        if not load.finish():
            self.ledger.find("what was sent again is not acknowledged")
        load.close()
        self._look()

    def check_served(self, server):
        """What machines brought has no pictures."""

    def check_stored(self):
        db = sqlite3.connect(database_of(self.data))
        if (said := db.execute("PRAGMA integrity_check").fetchall()) != [("ok",)]:
            self.ledger.find(f"integrity_check: {said[:5]}")
        db.close()
        self._look()
