-- Whom a machine should hold and holds, what arrived of what it sent, and how its clock went.

-- A message with people that an app sent to a machine, on its way until the machine says that it has them. `stamp`: what
-- the machine says then, at least; none: it can never be known. Written before it is sent.
CREATE TABLE device_sending (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device INTEGER NOT NULL REFERENCES device (id),
    app INTEGER NOT NULL,
    stamp INTEGER,
    state TEXT NOT NULL CHECK (state IN ('on_its_way', 'sent', 'arrived', 'confirmed')),
    at INTEGER NOT NULL,
    arrived_at INTEGER,
    confirmed_at INTEGER
) STRICT;
CREATE INDEX device_sending_arrived ON device_sending (device, app, stamp) WHERE state = 'arrived';

-- What a sending said of one person: which features it brought, as words, or that the person is to be removed. `since`:
-- when the machine was first sent what it holds of them.
CREATE TABLE device_holding (
    device INTEGER NOT NULL REFERENCES device (id),
    person INTEGER NOT NULL,
    sending INTEGER NOT NULL REFERENCES device_sending (id),
    features TEXT NOT NULL,
    removed INTEGER NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (device, person, sending)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_holding_by_person ON device_holding (person, sending);

-- The stamp up to which a machine last said that it has an app's people.
CREATE TABLE device_sync (
    device INTEGER NOT NULL REFERENCES device (id),
    app INTEGER NOT NULL,
    stamp INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (device, app)
) STRICT, WITHOUT ROWID;

-- The machine's own number of a message, where it gives any.
ALTER TABLE message ADD COLUMN own_number INTEGER;

-- What arrived of each machine: made by whoever follows the logs, but for the repeats, which are in none.
CREATE TABLE device_arrival (
    device INTEGER PRIMARY KEY,
    messages INTEGER NOT NULL DEFAULT 0,
    checkins INTEGER NOT NULL DEFAULT 0,
    repeated_messages INTEGER NOT NULL DEFAULT 0,
    repeated_checkins INTEGER NOT NULL DEFAULT 0,
    first_at INTEGER,
    last_at INTEGER,
    last_checkin_at INTEGER,
    last_number INTEGER,
    steps INTEGER NOT NULL DEFAULT 0
) STRICT;
-- In hours since the epoch.
CREATE TABLE device_hour (
    device INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (device, hour)
) STRICT, WITHOUT ROWID;
-- Numbers, from the first to the last, that never came.
CREATE TABLE device_gap (
    device INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    found_at INTEGER NOT NULL,
    PRIMARY KEY (device, first)
) STRICT, WITHOUT ROWID;

-- Spans in which a machine's clock was off by the same: `offset` is its time less ours; none: unknown since it was set.
CREATE TABLE device_clock (
    device INTEGER NOT NULL REFERENCES device (id),
    place INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER,
    offset INTEGER,
    measured_at INTEGER NOT NULL,
    PRIMARY KEY (device, place)
) STRICT, WITHOUT ROWID;
-- Of the check-ins from here on: it need not read a log of years.
INSERT INTO follower (name, position) SELECT 'device_checkins', coalesce(max(number), 0) FROM punch;
