"""The rows of a gate: what a pass shown there costs, and how long its answer takes beside a flood of taps."""
import concurrent.futures
import time

from measure import caller, reception, targets
from measure.http_rows import column, interleaved, noise, started
from measure.load import load, taps
from measure.process import failure
from measure.report import against

path = "/v1/visit/qrcode"


def _body(code):
    return '{"qrcode":"%s"}' % code


def gate(run):
    """Passes are shown over and over; each try is recorded behind its answer, the same pass once a second."""
    folder, made = run.folder / "gate", []

    def gatehouse():
        begun = targets.start_gatehouse(run.server, folder / "gatehouse", 0, None, reception.provisioning())
        office = reception.office(begun)
        made.extend(office.passes(200 if run.quick else 1000))
        made.append(office.ask(path, reception.gate_key, qrcode=made[0])[1])
        return begun

    with started(gatehouse, lambda first: targets.start_nginx(folder / "nginx", made[-1], 1, 0)) as running:
        what = load("pass at a gate", _body("LINE"), 64, path=path, content_type="application/json",
                    lines=made[:-1], good='"code":0', bearer=reception.gate_key)
        rounds = interleaved(run, running, what)
    yield against("gate", "pass shown at a gate: server CPU", "µs", column(rounds, "gatehouse", "cpu_us"), "nginx",
                  column(rounds, "nginx", "cpu_us"), 1.6, rounds=rounds, note=noise(rounds))


def _both_sites():
    """A kindergarten whose cards are tapped, and a company that takes visitors."""
    sites = [caller.provisioning(), reception.provisioning()]
    lists = {key for each in sites for key, value in each.items() if isinstance(value, list)}
    return {**sites[0], **sites[1], **{key: sum((each.get(key, []) for each in sites), []) for key in lists}}


def gate_wait(run):
    """The gate is another machine: on the core that it shares with the flood, its asking goes first."""
    numbers = caller.cards(run.cards)
    server = targets.start_gatehouse(run.server, run.folder / "gate_wait", 0, None, _both_sites())
    try:
        if refused := caller.bind(server.address, numbers):
            raise failure(f"{len(refused)} cards could not be bound")
        codes = reception.office(server).passes(200 if run.quick else 1000)
        flood = taps(numbers, 64)
        flood.verify(server)
        shown = "".join(_body(code) + "\n" for code in codes) * (1 if run.quick else 5)
        quiet, busy = [], []

        def wait():
            return run.tool("bench_latency", server.address, path, reception.gate_key, text=shown, core=1, hurry=True)

        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            for number in range(max(run.rounds, 5)):
                server.process.settle()
                quiet.append(wait())
                flooding = pool.submit(flood.run, server, 2 if run.quick else 3)
                time.sleep(0.5)
                busy.append(wait())
                if flooding.done():
                    raise failure("the flood of taps ended before the gate had its answers")
                rate = flooding.result()["requests"] / flooding.result()["seconds"]
                run.say(f"gate_wait, round {number + 1}: p99 {quiet[-1]['p99_us']} µs alone, {busy[-1]['p99_us']} µs "
                        f"beside {rate:,.0f} taps/s (p50 {quiet[-1]['p50_us']} and {busy[-1]['p50_us']})")
    finally:
        server.stop()
    yield against("gate_wait", "pass shown at a gate beside a flood of taps: wait, p99", "µs",
                  [each["p99_us"] for each in busy], "without the flood", [each["p99_us"] for each in quiet], 3,
                  rounds={"busy": busy, "quiet": quiet})
