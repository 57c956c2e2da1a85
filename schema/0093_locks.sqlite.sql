-- Attendance: locked periods, what they would have become, and when days must be looked at again.

-- `unit` none: the whole organization. `first` and `last` are both included. An unlocked one stays for the record.
CREATE TABLE attendance_lock (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    unit INTEGER REFERENCES unit (id),
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    locked_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    unlocked_at INTEGER
) STRICT;
CREATE INDEX attendance_lock_by_organization ON attendance_lock (organization, last);

-- Who was locked: whoever comes into the unit later was not.
CREATE TABLE attendance_locked_person (
    person INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    lock INTEGER NOT NULL REFERENCES attendance_lock (id),
    has_words INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (person, first)
) STRICT, WITHOUT ROWID;
CREATE INDEX attendance_locked_person_by_lock ON attendance_locked_person (lock, person);
CREATE INDEX attendance_locked_person_without_words ON attendance_locked_person (lock, person) WHERE has_words = 0;

-- Why a locked day became what it is, as it was said when it was locked: JSON, [[rule, English, Chinese], ...].
CREATE TABLE attendance_locked_why (
    person INTEGER NOT NULL,
    day INTEGER NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (person, day)
) STRICT, WITHOUT ROWID;

-- What a locked day would have become: the difference to what it is and to what was booked before, booked on the first
-- date of the first open period. `void_at`: its lock was lifted.
CREATE TABLE attendance_adjustment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person INTEGER NOT NULL,
    day INTEGER NOT NULL,
    booked_on INTEGER NOT NULL,
    minutes TEXT NOT NULL,
    statuses TEXT NOT NULL,
    items TEXT NOT NULL,
    why TEXT NOT NULL,
    booked_at INTEGER NOT NULL,
    void_at INTEGER
) STRICT;
CREATE INDEX attendance_adjustment_by_person ON attendance_adjustment (person, day) WHERE void_at IS NULL;
CREATE INDEX attendance_adjustment_by_booking ON attendance_adjustment (organization, booked_on, id) WHERE void_at IS NULL;

-- Days that are not over: when they are to be computed again.
CREATE TABLE attendance_open_day (
    person INTEGER NOT NULL,
    day INTEGER NOT NULL,
    closes_at INTEGER NOT NULL,
    PRIMARY KEY (person, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX attendance_open_day_by_time ON attendance_open_day (closes_at);

-- What stands in the way of a lock.
CREATE INDEX attendance_day_unproven ON attendance_day (organization, day, person) WHERE items LIKE '%unproven%';
-- The last date that was given to everybody.
INSERT INTO follower (name, position) VALUES ('attendance_date', 0);
