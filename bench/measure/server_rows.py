"""The rows of one server by itself: a lone tap's wait, an idle connection's memory, the time to start."""
import hashlib
import shutil
import subprocess

from measure import caller, targets
from measure.load import taps
from measure.process import failure, process
from measure.report import against, median, row


def latency(run):
    """The two take turns in short rounds, since the disk's own time wanders."""
    numbers = caller.cards(run.cards)
    taps = 300 if run.quick else 1000
    folder = run.folder / "latency"
    server = targets.start_gatehouse_with_cards(run.server, folder / "gatehouse", numbers, 0)
    answered, committed = [], []
    try:
        for number in range(max(run.rounds, 5) + 1):
            bodies = "".join(caller.form("service/card/kick", cardnum=numbers[place * 617 % len(numbers)],
                                         time_kick=server.next_second) + "\n" for place in range(taps))
            server.next_second += 1
            server.process.settle()
            before = server.stored()
            answered.append(run.tool("bench_latency", server.address, text=bodies, core=1))
            if server.stored() - before != taps:
                raise failure(f"{taps} taps were acknowledged and {server.stored() - before} stored")
            committed.append(run.bare_commit(folder / "bare.db", taps))
            run.say(f"latency, round {number}: tap {answered[-1]['p50_us']} µs, "
                    f"bare commit {committed[-1]['p50_us']} µs")
    finally:
        server.stop()
    # The first of each fills caches and grows the files.
    yield against("latency", "lone tap to answer, p50", "µs", [each["p50_us"] for each in answered[1:]],
                  "sqlite commit", [each["p50_us"] for each in committed[1:]], 1.8,
                  rounds={"gatehouse": answered[1:], "sqlite": committed[1:]})


def _growth(run, target, count, body):
    """KiB of resident memory that one of `count` connections costs; over TLS where the target speaks it."""
    caller.ask(caller.connect(target.address), body)
    target.process.settle()
    before = target.process.resident_kib()
    where = [target.tls_address, count, body, "tls"] if target.tls_address else [target.address, count, body, "plain"]
    holder = process([run.tools / "bench_idle", *where], run.folder / "idle.log", 1, stdin=subprocess.PIPE)
    try:
        if holder.read_line(240)["open"] != count:
            raise failure("not every connection was opened")
        target.process.settle()
        grown = (target.process.resident_kib() - before) / count
        holder.child.stdin.close()
        alive = holder.read_line(20)["alive"]
    finally:
        holder.stop()
    if alive != count:
        raise failure(f"{target.name} closed {count - alive} of {count} idle connections")
    return grown


def _idle(run, key, work, goal, pair=None):
    """A new server each round: one that has held connections before keeps their memory."""
    count = 2000 if run.quick else 10_000
    ours, theirs = [], []
    for number in range(run.rounds):
        folder = run.folder / f"{key}{number}"
        server = targets.start_gatehouse(run.server, folder / "gatehouse", 0, pair)
        body = caller.form("service/meta/get")
        nginx = targets.start_nginx(folder / "nginx", caller.ask(caller.connect(server.address), body)[2], 1, 0, pair)
        try:
            ours.append(_growth(run, server, count, body))
            theirs.append(_growth(run, nginx, count, body))
        finally:
            nginx.stop()
            server.stop()
        run.say(f"{key}, round {number + 1}: {ours[-1]:.2f} KiB, nginx {theirs[-1]:.2f} KiB")
    yield row(key, f"{work}, {count:,} open", median(ours), "KiB", goal, peer="nginx", peer_figure=median(theirs),
              rounds={"gatehouse": ours, "nginx": theirs})


def idle(run):
    return _idle(run, "idle", "idle connection", 8)


def tls_idle(run):
    return _idle(run, "tls_idle", "idle TLS connection", 24, targets.make_certificate(run.folder / "certificate"))


def _filled(run, punches):
    """A data folder with that many punches, filled through the server once and kept for each schema."""
    schema = hashlib.sha256("".join(file.read_text() for file in sorted((targets.root / "schema").glob("*.sql")))
                            .encode()).hexdigest()[:12]
    folder = run.cache / f"punches-{punches}-{schema}"
    if (folder / "complete").exists():
        return folder
    for old in run.cache.glob(f"punches-{punches}-*"):
        shutil.rmtree(old)
    numbers = caller.cards(run.cards)
    what = taps(numbers, 256, 1, None)
    server = targets.start_gatehouse_with_cards(run.server, folder, numbers)
    try:
        while (stored := server.stored()) < punches:
            run.say(f"start: filling, {stored:,} of {punches:,} punches")
            what.run(server, 5 if punches - stored > 200_000 else 1)
    finally:
        code = server.process.stop()
    if code != 0:
        raise failure(f"the server ended with {code} after the filling")
    (folder / "complete").touch()
    return folder


def start(run):
    punches = 100_000 if run.quick else 1_000_000
    folder = _filled(run, punches)
    taken = []
    for number in range(max(run.rounds, 5) + 1):
        server = targets.start_gatehouse(run.server, folder)
        taken.append(server.ready_after * 1000)
        stored = server.stored()
        server.stop()
        run.say(f"start, round {number}: {taken[-1]:.0f} ms")
    yield row("start", f"start to ready, {stored:,} punches stored", median(taken[1:]), "ms", 300, rounds=taken[1:])
