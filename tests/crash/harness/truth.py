"""Asks a server that came back what it has of what was acknowledged, and reads its database once it has stopped."""

import glob
import http.client
import os
import sqlite3
import time

from harness.ledger import BOUND
from harness.wire import Connection

CONNECTIONS = 4
DEPTH = 32

# What the store calls things (schema/0001_foundation.sqlite.sql).
DATABASE_MAGIC = b"SQLite format 3\0"
PUNCHES = "SELECT count(*) FROM punch"
DOUBLE_PUNCHES = (
    "SELECT count(*) FROM (SELECT 1 FROM punch NOT INDEXED "
    "GROUP BY device_second, organization, presented, source, method, door, device HAVING count(*) > 1)"
)
PICTURED_PUNCHES = "SELECT punch FROM punch_picture"
PICTURE_FILES = "SELECT 'pictures/' || data_key || '/' || lower(hex(digest)), size FROM picture"


def exchange(port, requests, limit=60):
    """Sends (octets, subject) pairs, pipelined over a few connections; all answers in the order they came. No answers
    where nobody listens."""
    try:
        connections = [Connection(port, time.monotonic) for _ in range(min(CONNECTIONS, len(requests)))]
    except OSError:
        return []
    waiting = iter(requests)
    answers = []
    end = time.monotonic() + limit
    exhausted = False
    while time.monotonic() < end:
        for connection in connections:
            while not exhausted and connection.open and len(connection.pending) < DEPTH:
                request = next(waiting, None)
                if request is None:
                    exhausted = True
                    break
                connection.submit(*request)
            connection.send()
        came = [pair for connection in connections for pair in connection.receive()]
        answers += came
        if exhausted and not any(connection.pending for connection in connections):
            break
        if not any(connection.open for connection in connections):
            break
        if not came:
            time.sleep(0.0003)
    for connection in connections:
        connection.close()
    return answers


def bind(port, ledger, cards, class_id):
    """Binds cards that are not bound yet, or whose match was never answered."""
    pending = [card for card in cards if card.state != BOUND]
    for card, answer in exchange(port, [(ledger.match(card, class_id), card) for card in pending]):
        ledger.match_answered(card, answer)
    for card in pending:
        if card.state != BOUND:
            ledger.find(f"card {card.number} cannot be bound")


def verify(port, ledger, taps, class_id):
    """Sends every tap again. What was acknowledged must be a repeat with the same id; what was answered as unbound
    must, its card being bound now, be a repeat too; what was never answered may be there or not, and is there then.
    Taps whose match was acknowledged must not be answered as unbound."""
    taps = list(dict.fromkeys(taps))
    bind(port, ledger, dict.fromkeys(tap.card for tap in taps), class_id)
    answers = exchange(port, [(ledger.kick(tap, bare=True), tap) for tap in taps])
    if len(answers) != len(taps):
        ledger.find(f"{len(taps) - len(answers)} of {len(taps)} taps that were sent again have no answer")
    for tap, answer in answers:
        acknowledged = tap.id is not None or tap.kept
        stored = answer.status == 200 and answer.code == 0 and isinstance(answer.data, dict)
        if acknowledged and stored and answer.data.get("duplicate") is False:
            ledger.tap_was_lost(tap, answer.data.get("id"))
        else:
            ledger.tap_answered(tap, answer, bare=True)
            if not stored:
                ledger.find(f"a tap sent again: {answer}")


def check_served_pictures(port, ledger, most=500):
    """The newest pictures that were acknowledged are answered, octet for octet."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for tap in [tap for tap in ledger.taps if tap.picture_owed][-most:]:
        connection.request("GET", f"/api/v1/pictures/{tap.id}")
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200 or content != tap.picture():
            ledger.find(f"the picture is answered {answer.status} with {len(content)} octets: {tap}")
    connection.close()


def database_of(directory):
    for path in sorted(glob.glob(os.path.join(directory, "**"), recursive=True)):
        if os.path.isfile(path):
            with open(path, "rb") as file:
                if file.read(len(DATABASE_MAGIC)) == DATABASE_MAGIC:
                    return path
    return None


def check_database(directory, ledger):
    """After a stop: the database is whole, and holds each tap once, with its picture."""
    path = database_of(directory)
    if path is None:
        ledger.find(f"no database in {directory}")
        return
    db = sqlite3.connect(path)
    try:
        for pragma, good in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
            said = db.execute(f"PRAGMA {pragma}").fetchall()
            if said != good:
                ledger.find(f"{pragma}: {said[:5]}")
        punches = db.execute(PUNCHES).fetchone()[0]
        if punches != len(ledger.taps):
            ledger.find(f"{punches} punches are stored, {len(ledger.taps)} taps were sent")
        doubles = db.execute(DOUBLE_PUNCHES).fetchone()[0]
        if doubles:
            ledger.find(f"{doubles} punches stand more than once")
        check_pictures(db, directory, ledger)
    finally:
        db.close()


def check_pictures(db, directory, ledger):
    pictured = {str(row[0]) for row in db.execute(PICTURED_PUNCHES)}
    bare = [tap for tap in ledger.taps if tap.picture_owed and str(tap.id) not in pictured]
    for tap in bare[:5]:
        ledger.find(f"the picture is not named: {tap}")
    for name, size in db.execute(PICTURE_FILES):
        path = os.path.join(directory, name)
        if not os.path.isfile(path) or os.path.getsize(path) < size:
            ledger.find(f"a picture of {size} octets is missing or short: {name}")
