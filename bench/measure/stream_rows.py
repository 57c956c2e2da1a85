"""The row of the live stream: from a tap to everybody who must see it."""
import json
import time

from measure import caller, targets
from measure.process import failure
from measure.report import median, row

organizations, streams_each, cards_each, taps_per_second = 50, 10, 40, 2000
admin_key = caller.secret("admin key")


def _name(place):
    return f"{place} 幼儿园"


def provisioning():
    keys = [f"site-{place}" for place in range(organizations)]
    return {
        "organizations": [{"key": key, "kind": "kindergarten", "name": _name(place), "time_zone": "Asia/Shanghai",
                           "units": [{"key": f"{key}-class", "name": "中班", "kind": "class"}]}
                          for place, key in enumerate(keys)],
        "clients": caller.provisioning()["clients"],
        "licences": [{"client": caller.appid, "organization": key, "code": caller.secret(f"licence {key}")}
                     for key in keys],
        "api_keys": [{"name": "bench admin", "key": admin_key, "scope": "admin"}] +
                    [{"name": key, "key": caller.secret(f"key {key}"), "scope": "site", "organization": key}
                     for key in keys]}


def _ids(address):
    """The server's own id of each organization."""
    connection = caller.connect(address)
    connection.request("GET", "/api/v1/organizations?limit=200", headers={"Authorization": f"Bearer {admin_key}"})
    by_name = {each["name"]: each["id"] for each in json.loads(connection.getresponse().read())["items"]}
    return [by_name[_name(place)] for place in range(organizations)]


class site:
    def __init__(self, address, place, ident):
        self.ident, self.key = ident, caller.secret(f"key site-{place}")
        self.licence = caller.secret(f"licence site-{place}")
        self.cards = caller.cards(organizations * cards_each)[place * cards_each:][:cards_each]
        if caller.bind(address, self.cards, authkid=self.licence):
            raise failure("a card could not be bound")

    def tap(self, number, first_second):
        """Each in a second of its own, by which its event is known."""
        second = first_second + number
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))
        body = caller.form("service/card/kick", authkid=self.licence, cardnum=self.cards[number % cards_each],
                           time_kick=second)
        return f"tap {self.ident} {at} {body}\n"


def _plan(sites, taps, first_second):
    """Ten streams for each organization, one more that sees all of them, and the taps of all in turn."""
    watching = [f"stream {each.ident} {each.key}\n" for each in sites for _ in range(streams_each)]
    tapping = [sites[place % organizations].tap(place // organizations, first_second) for place in range(taps)]
    return "".join([*watching, f"stream 0 {admin_key}\n", *tapping])


def stream(run):
    server = targets.start_gatehouse(run.server, run.folder / "stream", 0, provisioned=provisioning())
    taps = taps_per_second * (2 if run.quick else 5)
    rounds = []
    try:
        sites = [site(server.address, place, ident) for place, ident in enumerate(_ids(server.address))]
        for number in range(run.rounds):
            server.process.settle()
            before = server.stored()
            plan = _plan(sites, taps, server.next_second)
            server.next_second += taps // organizations + 1
            rounds.append(run.tool("bench_stream", server.address, taps_per_second, text=plan, core=1))
            if rounds[-1]["count"] != taps * (streams_each + 1) or server.stored() - before != taps:
                raise failure(f"{taps} taps, {server.stored() - before} stored, {rounds[-1]['count']} events")
            run.say(f"stream, round {number + 1}: p50 {rounds[-1]['p50_us'] / 1000:.1f} ms, "
                    f"p99 {rounds[-1]['p99_us'] / 1000:.1f} ms")
    finally:
        server.stop()
    yield row("stream", f"tap to event, {organizations * streams_each + 1} streams, {taps_per_second:,} taps/s, p99",
              median([each["p99_us"] / 1000 for each in rounds]), "ms", 50, rounds=rounds,
              note=f"p50 {median([each['p50_us'] / 1000 for each in rounds]):.1f} ms")
