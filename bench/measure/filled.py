"""A data folder with years of punches, made with SQL alone: what no load through the server could make in time.

200 organizations of different sizes, classes of 30 cards, each card the card of one person; every day each card is
shown once or twice. Kept for each schema.
"""
import hashlib
import os
import shutil
import sqlite3

from measure import targets

organizations, cards, class_size = 200, 100_000, 30
first_day = 1_700_006_400  # seconds; a midnight in China

# Sizes fall off as they do among real sites: organization n has a share of 1 / (n + 20).
people = f"""
INSERT INTO organization (kind, name, time_zone, status, created_at)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {organizations})
    SELECT 'school', 'School ' || i, 'Asia/Shanghai', 'open', 0 FROM n;
INSERT INTO client (protocol, identifier, secret_digest, name, card_format, created_at)
    VALUES ('beiliao', 'filled', randomblob(16), 'Filled', 'decimal', 0);
INSERT INTO change (organization, at, actor, action, object_kind, object, commitment)
    VALUES (0, 0, 'bench', 'fill', 'organization', 0, zeroblob(32));
CREATE TEMP TABLE dealt (card INTEGER PRIMARY KEY, organization INTEGER, place INTEGER);
CREATE TEMP TABLE share (organization INTEGER PRIMARY KEY, part REAL, before REAL);
INSERT INTO share SELECT id, 1.0 / (id + 20), 0 FROM organization;
UPDATE share SET part = part / (SELECT sum(part) FROM share);
UPDATE share SET before = coalesce((SELECT sum(part) FROM share s WHERE s.organization < share.organization), 0);
INSERT INTO dealt
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {cards - 1})
    SELECT i + 1, (SELECT max(organization) FROM share WHERE before <= (i * 7919 % {cards}) * 1.0 / {cards}), 0 FROM n;
UPDATE dealt SET place = n.place FROM
    (SELECT card, row_number() OVER (PARTITION BY organization ORDER BY card) - 1 AS place FROM dealt) n
    WHERE n.card = dealt.card;
INSERT INTO unit (organization, kind, name, status, created_at)
    SELECT DISTINCT organization, 'class', 'Class ' || (place / {class_size}), 'active', 0 FROM dealt ORDER BY 1, 3;
INSERT INTO person (id, organization, name, role, unit, status, created_at)
    SELECT card, organization, 'Pupil ' || card, 'pupil',
           (SELECT id FROM unit u WHERE u.organization = dealt.organization AND u.name = 'Class ' || (place / {class_size})),
           'active', 0 FROM dealt;
INSERT INTO presented (id, organization, kind, digest, sealed_text, created_at)
    SELECT card, organization, 'card', randomblob(16), randomblob(50), 0 FROM dealt;
INSERT INTO credential (id, organization, kind, presented, unit, bearer, status, created_at)
    SELECT id, organization, 'card', id, unit, id, 'active', 0 FROM person;
INSERT INTO attribution (organization, presented, credential, person, reason, change, at)
    SELECT organization, id, id, id, 'bound', 1, 0 FROM person;
"""

# One time of day: each card once, within an hour and a half, in the order in which they came.
one_round = """
INSERT INTO punch (device_second, organization, presented, source, method, device, device_millisecond, correction,
                   received_at, marks)
    SELECT second, organization, card, 1, 1, 0, 0, 0, second * 1000 + 300, 0 FROM
        (SELECT card, organization, ?1 + abs(random()) % 5400 AS second FROM dealt WHERE abs(random()) % 100 < 95)
    ORDER BY second LIMIT ?2
"""

# What the server makes of the log, with each batch and in time.
followed = """
INSERT INTO punch_shown SELECT presented, number FROM punch ORDER BY presented, number;
INSERT INTO punch_block SELECT DISTINCT organization, number / 1024 FROM punch;
INSERT INTO follower VALUES ('punch_shown', (SELECT max(number) FROM punch));
"""


def _schema():
    return "\n".join(file.read_text() for file in sorted((targets.root / "schema").glob("*.sqlite.sql")))


def _fill(database, punches, say):
    connection = sqlite3.connect(database, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -500000", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    connection.executescript("BEGIN;" + _schema() + "CREATE TABLE schema_migration (number INTEGER PRIMARY KEY, name "
                             "TEXT NOT NULL);" + people + "COMMIT;")
    for file in sorted((targets.root / "schema").glob("*.sqlite.sql")):
        number, name = file.name.split(".")[0].split("_", 1)
        connection.execute("INSERT INTO schema_migration VALUES (?, ?)", (int(number), name))
    stored, place = 0, 0
    while stored < punches:
        begins = first_day + place // 2 * 86_400 + (7 if place % 2 == 0 else 16) * 3600
        connection.execute("BEGIN")
        stored += connection.execute(one_round, (begins, punches - stored)).rowcount
        connection.execute("COMMIT")
        place += 1
        if place % 20 == 0:
            say(f"filling, {stored:,} of {punches:,} punches")
    connection.executescript("BEGIN;" + followed + "COMMIT;")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


def filled(run, punches):
    """The folder; whoever serves it works on a copy of its own (`copied`)."""
    made_of = _schema() + people + one_round + followed
    folder = run.cache / f"filled-{punches}-{hashlib.sha256(made_of.encode()).hexdigest()[:12]}"
    if (folder / "complete").exists():
        return folder
    for old in run.cache.glob(f"filled-{punches}-*"):
        shutil.rmtree(old)
    (folder / "data/keys").mkdir(parents=True)
    (folder / "data/keys/master").write_bytes(os.urandom(32))
    _fill(folder / "data/gatehouse.db", punches, run.say)
    (folder / "complete").touch()
    return folder


def copied(run, punches, name):
    """A folder that may be changed, for targets.start_gatehouse."""
    into = run.folder / name
    shutil.copytree(filled(run, punches), into)
    return into
