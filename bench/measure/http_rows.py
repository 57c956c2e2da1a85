"""The rows that wrk measures: taps at 64 and 256 connections, the class list, and a resident's card over TLS."""
import contextlib
import json
import time

from measure import caller, community, targets
from measure.load import load, taps
from measure.process import failure
from measure.report import against


@contextlib.contextmanager
def started(*starts):
    """Every target that the functions start, all stopped afterwards."""
    with contextlib.ExitStack() as stop:
        running = []
        for start in starts:
            running.append(start(running[0]) if running else start())
            stop.callback(running[-1].stop)
        yield running


def interleaved(run, running, what):
    """Rounds of every target in turn, after one pass each that warms up and reads the answers."""
    for target in running:
        what.verify(target)
    rounds = {target.name: [] for target in running}
    for number in range(run.rounds):
        for target in running:
            rounds[target.name].append(what.round(target, run.seconds))
        run.say(f"{what.name} at {what.connections}, round {number + 1}: " + ", ".join(
            f"{name} {each[-1]['requests_per_second']:,.0f}/s {each[-1]['cpu_us']:.1f} µs"
            for name, each in rounds.items()))
    return rounds


def noise(rounds):
    """What else the cores did meanwhile: a rate suffers from it, CPU a request hardly."""
    most = max(each["others_cpu"] for every in rounds.values() for each in every)
    return f"other processes took up to {most:.0%} of a core"


def column(rounds, name, figure):
    return [each[figure] for each in rounds[name]]


def _kick_answer(gatehouse, numbers):
    """The body of a tap's answer, for nginx to give."""
    body = caller.form("service/card/kick", cardnum=numbers[0], time_kick=int(time.time()) - 200_000)
    return caller.ask(caller.connect(gatehouse.address), body)[2]


def _kick(run, connections, threads, server_core, wrk_core, peers):
    numbers = caller.cards(run.cards)
    what = taps(numbers, connections, threads, wrk_core)
    folder = run.folder / f"kick{connections}"
    with started(
            lambda: targets.start_gatehouse_with_cards(run.server, folder / "gatehouse", numbers, server_core),
            lambda first: targets.start_nginx(folder / "nginx", _kick_answer(first, numbers), threads, server_core),
            *[lambda first, name=name: targets.start_peer(name, folder / name, numbers, server_core)
              for name in peers]) as running:
        return interleaved(run, running, what)


def kick64(run):
    targets.install_peers()
    rounds = _kick(run, 64, 1, 0, 1, ["fastify", "express"])
    # The peers wait for the disk once a request: how slow it was just now belongs beside their rates.
    bare = run.bare_commit(run.folder / "kick64/bare.db", 500)["p50_us"]
    rate = column(rounds, "gatehouse", "requests_per_second")
    yield against("kick64 cpu", "tap, 64 connections: server CPU", "µs", column(rounds, "gatehouse", "cpu_us"),
                  "nginx", column(rounds, "nginx", "cpu_us"), 2.3, rounds=rounds,
                  note=f"{noise(rounds)}; a bare SQLite commit took {bare:.0f} µs")
    for name, goal in (("fastify", 10), ("express", 15)):
        yield against(f"kick64 {name}", "tap, 64 connections: requests", "/s", rate, name,
                      column(rounds, name, "requests_per_second"), goal, at_least=True)


def kick256(run):
    rounds = _kick(run, 256, 2, None, None, [])
    yield against("kick256", "tap, 256 connections, both cores: requests", "/s",
                  column(rounds, "gatehouse", "requests_per_second"), "nginx",
                  column(rounds, "nginx", "requests_per_second"), 0.50, at_least=True, rounds=rounds,
                  note=noise(rounds))


def meta(run):
    folder, body = run.folder / "meta", caller.form("service/meta/get")
    with started(lambda: targets.start_gatehouse(run.server, folder / "gatehouse", 0),
                  lambda first: targets.start_nginx(folder / "nginx", caller.ask(
                      caller.connect(first.address), body)[2], 1, 0)) as running:
        rounds = interleaved(run, running, load("meta", body, 64))
    yield against("meta", f"class list of {caller.classes}: server CPU", "µs",
                  column(rounds, "gatehouse", "cpu_us"), "nginx", column(rounds, "nginx", "cpu_us"), 1.5,
                  rounds=rounds, note=noise(rounds))


def _residents(gatehouse, mobiles):
    """Every mobile has a card afterwards, and its answers from then on are of one length."""
    office = community.office(gatehouse)
    for mobile in mobiles:
        office.card(mobile, name="住户")
    return office


def card(run):
    folder, mobiles = run.folder / "card", community.mobiles(run.cards)
    pair = targets.make_certificate(folder)
    told = []

    def gatehouse():
        started = targets.start_gatehouse(run.server, folder / "gatehouse", 0, pair, community.provisioning())
        told.append(_residents(started, mobiles))
        return started

    with started(gatehouse, lambda first: targets.start_nginx(folder / "nginx", told[0].card(mobiles[0])[1], 1, 0,
                                                               pair)) as running:
        if len(spoken := {targets.negotiated(each) for each in running}) != 1:
            raise failure(f"the two do not speak the same TLS: {spoken}")
        office = told[0]
        body = json.dumps({"org_id": office.org_id, "mobile": "LINE"})
        what = load("get_card_no", body, 64, path=office.path("get_card_no"), content_type="application/json",
                    lines=mobiles)
        rounds = interleaved(run, running, what)
    yield against("card", "get_card_no over TLS, kept alive: server CPU", "µs",
                  column(rounds, "gatehouse", "cpu_us"), "nginx", column(rounds, "nginx", "cpu_us"), 1.6,
                  rounds=rounds, note=noise(rounds))
