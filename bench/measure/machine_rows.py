"""The rows of attendance machines: check-ins that are durable before they are acknowledged, messages to machines, idle
connections; beside mosquitto with a subscriber that stores, and beside a bare SQLite."""
import json
import subprocess

from measure import targets
from measure.process import failure, process
from measure.report import against, median, row

model, product_key, app, app_key = "DL3785W", "demo-product-key", "370000000000000001", "demo-app-key"
people = [f"3499441537878{number:05d}" for number in range(1000)]
site = f"{model} {product_key} {app} {app_key}\n" + "\n".join(people) + "\n\n"


def _name(number):
    return f"{model}_{number:010d}"


def _provisioning(devices):
    return {"organizations": [{"key": "co", "kind": "company", "name": "Bench", "time_zone": "Asia/Shanghai"}],
            "people": [{"organization": "co", "key": key, "name": f"Person {key[-4:]}"} for key in people],
            "products": [{"model": model, "type": "KQ", "key": product_key, "name": "Machine", "features": ["fp"]}],
            "apps": [{"id": app, "key": app_key, "name": "Attendance",
                      "organizations": ["co"]}],
            "devices": [{"id": _name(number), "name": _name(number), "organization": "co", "apps": [app]}
                        for number in range(devices)]}


def _gatehouse(run, folder, devices, pair=None):
    return targets.start_gatehouse(run.server, folder, 0, pair, _provisioning(devices), mqtt=True)


def _mosquitto(folder):
    folder.mkdir(parents=True, exist_ok=True)
    port = targets.free_port()
    (folder / "conf").write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\n"
                                 "max_inflight_messages 0\nmax_queued_messages 0\nset_tcp_nodelay true\nlog_type error\n"
                                 "user root\n")
    running = process(["mosquitto", "-c", folder / "conf"], folder / "log", 0)
    targets.wait_for_port(port)
    return targets.target("mosquitto", running, f"127.0.0.1:{port}")


def _tool(run, *arguments):
    done = subprocess.run(["taskset", "-c", "1", run.tools / "bench_machines", *map(str, arguments)], input=site,
                          text=True, capture_output=True, timeout=300)
    if done.returncode:
        raise failure(f"bench_machines: {done.stderr[-400:]}")
    measured = {}
    for line in done.stdout.splitlines():
        measured.update(json.loads(line))
    return measured


def _ours(run, server, devices, each, batch):
    server.process.settle()
    before, cpu = server.stored(), server.process.cpu_seconds()
    sent = _tool(run, "checkins", server.mqtt_address, devices, each, batch)
    server.process.settle()
    used = server.process.cpu_seconds() - cpu
    rows = devices * each * batch
    if server.stored() - before != rows:
        raise failure(f"{rows} check-ins were acknowledged and {server.stored() - before} stored")
    return {"rows_per_second": rows / (sent["ended"] - sent["begun"]), "cpu_us": used * 1e6 / sent["messages"],
            "p99_us": sent["p99_us"]}


def _theirs(run, folder, devices, each):
    broker = _mosquitto(folder)
    (folder / "schema").write_text(targets.punch_schema())
    rows = devices * each
    try:
        with (folder / "schema").open() as schema:
            subscriber = process([run.tools / "bench_machines_subscriber", broker.address, folder / "punches.db", rows],
                                 folder / "subscriber.log", 0, stdin=schema)
        subscriber.read_line(20)
        cpu = broker.process.cpu_seconds() + subscriber.cpu_seconds()
        sent = _tool(run, "checkins", broker.address, devices, each, 1)
        stored = subscriber.read_line(240)
        used = broker.process.cpu_seconds() + subscriber.cpu_seconds() - cpu
    finally:
        broker.stop()
    subscriber.stop()
    return {"rows_per_second": rows / (stored["at"] - sent["begun"]), "cpu_us": used * 1e6 / rows}


def checkins(run):
    """The broker acknowledges what nobody has stored yet: its rate is that of rows on disk."""
    devices, each = (200, 20) if run.quick else (1000, 60)
    ours, theirs = [], []
    server = _gatehouse(run, run.folder / "checkins/gatehouse", devices)
    try:
        for number in range(max(run.rounds, 5) + 1):
            ours.append(_ours(run, server, devices, each, 1))
            theirs.append(_theirs(run, run.folder / f"checkins/{number}", devices, each))
            run.say(f"checkins, round {number}: {ours[-1]['rows_per_second']:,.0f}/s {ours[-1]['cpu_us']:.1f} µs, "
                    f"mosquitto and subscriber {theirs[-1]['rows_per_second']:,.0f}/s {theirs[-1]['cpu_us']:.1f} µs")
    finally:
        server.stop()
    # The first of each fills caches and grows the files.
    for key, what, unit, goal, at_least in (("rows_per_second", "check-ins on disk", "/s", 2, True),
                                            ("cpu_us", "server CPU a check-in", "µs", 1, False)):
        yield against(f"checkins {key}", f"{devices:,} machines, one check-in a message: {what}", unit,
                      [each[key] for each in ours[1:]], "mosquitto + SQLite", [each[key] for each in theirs[1:]], goal,
                      at_least, rounds={"gatehouse": ours, "mosquitto": theirs})


def batches(run):
    devices, each, batch = (20, 10, 100) if run.quick else (100, 30, 100)
    ours, bare = [], []
    server = _gatehouse(run, run.folder / "batches/gatehouse", devices)
    try:
        for number in range(max(run.rounds, 5) + 1):
            ours.append(_ours(run, server, devices, each, batch)["rows_per_second"])
            taken = run.tool("bench_sqlite_commit", run.folder / "batches/bare.db", devices * each, batch,
                             text=targets.punch_schema(), core=0)
            bare.append(batch * taken["count"] / taken["seconds"])
            run.say(f"batches, round {number}: {ours[-1]:,.0f} rows/s, bare {bare[-1]:,.0f}")
    finally:
        server.stop()
    yield against("batches", f"check-ins, {batch} a message: rows on disk", "/s", ours[1:], "bare SQLite", bare[1:],
                  0.6, at_least=True, rounds={"gatehouse": ours, "sqlite": bare})


def relay(run):
    """An app's 500 to a machine as 301, and back when the machine has it; as many go through mosquitto at QoS 1."""
    seconds = 1 if run.quick else run.seconds
    server, broker = _gatehouse(run, run.folder / "relay/gatehouse", 100), _mosquitto(run.folder / "relay/mosquitto")
    ours, theirs, crowded = [], [], []
    try:
        def measured(target, *where):
            target.process.settle()
            cpu = target.process.cpu_seconds()
            got = _tool(run, "relay", *where, 100, seconds)
            target.process.settle()
            return {"per_second": got["messages"] / (got["ended"] - got["begun"]), "p99_us": got["p99_us"],
                    "cpu_us": (target.process.cpu_seconds() - cpu) * 1e6 / got["messages"]}

        for number in range(max(run.rounds, 5)):
            ours.append(measured(server, server.address, server.mqtt_address))
            theirs.append(measured(broker, "-", broker.address))
            run.say(f"relay, round {number + 1}: {ours[-1]['per_second']:,.0f}/s {ours[-1]['cpu_us']:.1f} µs, "
                    f"mosquitto {theirs[-1]['per_second']:,.0f}/s {theirs[-1]['cpu_us']:.1f} µs")
        with _held(run, server, 1000 if run.quick else 10_000, "plain", first=100):
            for number in range(max(run.rounds, 5)):
                crowded.append(measured(server, server.address, server.mqtt_address))
                run.say(f"relay beside idle machines, round {number + 1}: p99 {crowded[-1]['p99_us']:.0f} µs")
    finally:
        broker.stop()
        server.stop()
    yield against("relay", "message to a machine, 100 connections", "/s", [each["per_second"] for each in ours],
                  "mosquitto", [each["per_second"] for each in theirs], 2, at_least=True,
                  rounds={"gatehouse": ours, "mosquitto": theirs})
    yield row("relay p99", "message to a machine beside 10,000 idle ones, p99", median([each["p99_us"] for each in crowded])
              / 1000, "ms", 5, rounds=crowded)


class _held:
    """So many machines, connected and silent."""

    def __init__(self, run, server, count, how, first=0):
        self.run, self.count = run, count
        address = server.mqtts_address if how == "tls" else server.mqtt_address
        self.holder = process([run.tools / "bench_machines", "idle", address, count, how, first], run.folder / "idle.log", 1,
                              stdin=subprocess.PIPE)

    def __enter__(self):
        self.holder.child.stdin.write(site.encode())
        self.holder.child.stdin.flush()
        if self.holder.read_line(240)["open"] != self.count:
            raise failure("not every machine was let in")
        return self

    def __exit__(self, kind, *_):
        try:
            self.holder.child.stdin.close()
            if kind is None and (alive := self.holder.read_line(20)["alive"]) != self.count:
                raise failure(f"{self.count - alive} of {self.count} idle machines were cut off")
        finally:
            self.holder.stop()


def idle_machines(run):
    """A new server each round. Machines that nobody knew are registered first, on connections that are closed again."""
    pair = targets.make_certificate(run.folder / "certificate")
    count = 1000 if run.quick else 10_000
    for how, goal in (("plain", 5), ("tls", 20)):
        grown = []
        for number in range(run.rounds):
            server = _gatehouse(run, run.folder / f"idle_machines/{how}{number}", count, pair)
            try:
                server.process.settle()
                before = server.process.resident_kib()
                with _held(run, server, count, how):
                    server.process.settle()
                    grown.append((server.process.resident_kib() - before) / count)
            finally:
                server.stop()
            run.say(f"idle_machines, {how}, round {number + 1}: {grown[-1]:.2f} KiB")
        yield row(f"idle_machines {how}", f"idle machine, {'TLS' if how == 'tls' else how}, {count:,} open", median(grown),
                  "KiB", goal, rounds=grown)
