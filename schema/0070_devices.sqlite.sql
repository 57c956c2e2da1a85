-- Machines that stay connected, what they are, the programs that use them, and their messages as received.

-- `sealed_key` is in every unit's firmware and signs their connections. `features`: what it can read, as JSON.
CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    model TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    features TEXT NOT NULL,
    may_unbind INTEGER NOT NULL DEFAULT 0,
    sealed_key BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- `external`: the id that it connects with. `account`, `sealed_password`: of a device that has its own. `accessed_at`:
-- when it last connected, `accessed_before` the time before that; 0: never.
CREATE TABLE device (
    id INTEGER PRIMARY KEY,
    external TEXT NOT NULL UNIQUE,
    product INTEGER NOT NULL REFERENCES product (id),
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    properties TEXT,
    organization INTEGER REFERENCES organization (id),
    locked INTEGER NOT NULL DEFAULT 0,
    account TEXT,
    sealed_password BLOB,
    accessed_at INTEGER NOT NULL,
    accessed_before INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX device_by_organization ON device (organization, id);

-- A program of somebody else's. `sealed_key` signs what goes either way.
CREATE TABLE app (
    id INTEGER PRIMARY KEY,
    external TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    icon TEXT NOT NULL,
    webhook TEXT NOT NULL,
    address_book INTEGER NOT NULL,
    suspended INTEGER NOT NULL DEFAULT 0,
    sealed_key BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Which organizations installed an app, and which devices are bound to it, since when.
CREATE TABLE app_install (
    app INTEGER NOT NULL REFERENCES app (id),
    organization INTEGER NOT NULL REFERENCES organization (id),
    since INTEGER NOT NULL,
    PRIMARY KEY (app, organization)
) STRICT, WITHOUT ROWID;
CREATE TABLE device_app (
    device INTEGER NOT NULL REFERENCES device (id),
    app INTEGER NOT NULL REFERENCES app (id),
    since INTEGER NOT NULL,
    PRIMARY KEY (device, app)
) STRICT, WITHOUT ROWID;

CREATE TABLE device_alarm (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device INTEGER NOT NULL REFERENCES device (id),
    at INTEGER NOT NULL,
    code INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX device_alarm_by_device ON device_alarm (device, id);

-- A device's up-link as received, sealed, for 30 days. `digest`: of what makes two of them the same message. `about`: the
-- second of the first person it says it saw, else 0: it leads the index, so that rows land side by side. `apps`: the
-- ids of those it is for, in the order of their binding. Numbers are never given twice,
-- since the newest is never removed: followers stand on them.
CREATE TABLE message (
    number INTEGER PRIMARY KEY,
    device INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    action INTEGER NOT NULL,
    about INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    apps TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT;
CREATE INDEX message_by_digest ON message (about, device, digest);

-- Two machines may see one person in the same second: each has its own punch.
DROP INDEX punch_identity;
CREATE UNIQUE INDEX punch_identity ON punch (device_second, organization, presented, source, method, door, device);

-- When something of an organization's roster changed last, in milliseconds, strictly increasing within it: what an app
-- that keeps a copy asks for. Kept by the database itself, whoever changes the row.
CREATE TABLE roster_stamp (
    organization INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'unit')),
    object INTEGER NOT NULL,
    stamp INTEGER NOT NULL,
    PRIMARY KEY (kind, object)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX roster_stamp_by_age ON roster_stamp (organization, kind, stamp);
INSERT INTO roster_stamp SELECT organization, 'person', id,
    CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) + row_number() OVER (ORDER BY id) FROM person;
INSERT INTO roster_stamp SELECT organization, 'unit', id,
    CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) + row_number() OVER (ORDER BY id) FROM unit;
CREATE TRIGGER person_stamped AFTER INSERT ON person BEGIN
    INSERT INTO roster_stamp VALUES (NEW.organization, 'person', NEW.id,
        max(CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER), coalesce((SELECT max(stamp) + 1
            FROM roster_stamp WHERE organization = NEW.organization AND kind = 'person'), 0)));
END;
CREATE TRIGGER person_stamped_again AFTER UPDATE OF name, number, role, unit, status ON person
WHEN NEW.status = 'active' OR OLD.status = 'active' BEGIN
    UPDATE roster_stamp SET stamp = max(CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER),
        coalesce((SELECT max(stamp) + 1 FROM roster_stamp WHERE organization = NEW.organization AND kind = 'person'), 0))
        WHERE kind = 'person' AND object = NEW.id;
END;
CREATE TRIGGER unit_stamped AFTER INSERT ON unit BEGIN
    INSERT INTO roster_stamp VALUES (NEW.organization, 'unit', NEW.id,
        max(CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER), coalesce((SELECT max(stamp) + 1
            FROM roster_stamp WHERE organization = NEW.organization AND kind = 'unit'), 0)));
END;
CREATE TRIGGER unit_stamped_again AFTER UPDATE OF name, parent, status ON unit BEGIN
    UPDATE roster_stamp SET stamp = max(CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER),
        coalesce((SELECT max(stamp) + 1 FROM roster_stamp WHERE organization = NEW.organization AND kind = 'unit'), 0))
        WHERE kind = 'unit' AND object = NEW.id;
END;
