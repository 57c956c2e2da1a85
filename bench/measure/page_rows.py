"""The row of pages: a hundred punches out of millions, wherever they lie."""
import contextlib
import json
import os
import random
import sqlite3
import time
import urllib.parse

from measure import caller, filled, targets
from measure.process import failure
from measure.report import row

page_size = 100
admin_key = caller.secret("admin key")


def provisioning():
    return {"api_keys": [{"name": "bench admin", "key": admin_key, "scope": "admin"}]}


@contextlib.contextmanager
def _on_the_load_core():
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {1})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


class reader:
    """Asks for pages over one connection."""

    def __init__(self, address):
        self.connection = caller.connect(address)

    def page(self, **query):
        """The page and the seconds from the question to its whole answer, this program's own included."""
        asked = urllib.parse.urlencode({name: value for name, value in query.items() if value is not None})
        begun = time.perf_counter()
        self.connection.request("GET", f"/api/v1/punches?{asked}", headers={"Authorization": f"Bearer {admin_key}"})
        answer = self.connection.getresponse()
        text = answer.read()
        taken = time.perf_counter() - begun
        if answer.status != 200:
            raise failure(f"{asked} was answered {answer.status} {text[:300]}")
        return json.loads(text), taken


def _cursors(asking):
    """Cursors spread evenly over the whole log, all the server's own: a page of a time before the log's first punch
    looks at so many punches as a page may, finds none, and says where the next one goes on."""
    found = [None]
    while (cursor := asking.page(limit=1, until="2000-01-01T00:00:00Z", cursor=found[-1])[0]["next"]) is not None:
        found.append(cursor)
    return found


class log:
    """What the pages should hold, from the database itself."""

    where = {"all": "number <= ?1",
             "organization": "organization = ?2 AND number <= ?1",
             "unit": "organization = (SELECT organization FROM unit WHERE id = ?2) AND number <= ?1 AND "
                     "presented IN (SELECT presented FROM credential WHERE unit = ?2)",
             "person": "number IN (SELECT number FROM punch_shown WHERE presented IN "
                       "(SELECT presented FROM credential WHERE bearer = ?2) AND number <= ?1)"}

    def __init__(self, database):
        self.sql = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)
        self.people = self.sql.execute("SELECT id, organization, unit FROM person").fetchall()

    def any_of(self, kind, chance):
        """A person, or the unit or organization of one: where there are more people, there is more asked."""
        person, organization, unit = chance.choice(self.people)
        return {"all": None, "organization": organization, "unit": unit, "person": person}[kind]

    def check(self, kind, which, newest, page):
        shown = [each["id"] for each in page["items"]]
        stored = [number for number, in self.sql.execute(
            f"SELECT number FROM punch WHERE {self.where[kind]} ORDER BY number DESC LIMIT ?3",
            (newest, which, page_size))]
        # A unit's page may end early, where it has looked far enough, and then says where it goes on.
        is_whole = shown == stored or (kind == "unit" and page["next"] and shown == stored[:len(shown)])
        if not is_whole:
            raise failure(f"a page by {kind} {which} below {newest} shows {shown[:3]}… instead of {stored[:3]}…")


def _measure(run, asking, stored, cursors, kind):
    chance, taken, shown = random.Random(kind), [], 0
    for _ in range(100 if run.quick else 1000):
        cursor, which = chance.choice(cursors), stored.any_of(kind, chance)
        newest = asking.page(limit=1, cursor=cursor)[0]["items"][0]["id"]
        by = {} if kind == "all" else {f"{kind}_id": which}
        page, seconds = asking.page(limit=page_size, cursor=cursor, **by)
        stored.check(kind, which, newest, page)
        taken.append(seconds * 1000)
        shown += len(page["items"])
    return sorted(taken), shown / len(taken)


def page(run):
    punches = 200_000 if run.quick else 10_000_000
    folder = filled.copied(run, punches, "page")
    server = targets.start_gatehouse(run.server, folder, 0, provisioned=provisioning())
    try:
        with _on_the_load_core():
            asking, stored = reader(server.address), log(server.database)
            cursors = _cursors(asking)
            run.say(f"page: {len(cursors)} places in {punches:,} punches")
            for kind in log.where:
                taken, shown = _measure(run, asking, stored, cursors, kind)
                p50, p99 = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
                run.say(f"page by {kind}: p50 {p50:.2f} ms, p99 {p99:.2f} ms, longest {taken[-1]:.2f} ms")
                yield row(f"page {kind}", f"page of {page_size} from {punches:,} punches, "
                          f"{'unfiltered' if kind == 'all' else f'by {kind}'}, p99", p99, "ms", 10, rounds=taken,
                          note=f"p50 {p50:.2f} ms, longest {taken[-1]:.2f} ms, {shown:.0f} punches a page")
    finally:
        server.stop()
