-- Attendance: rules, who stands under them, and what their days became. Dates are days since 1970-01-01.

-- Rules in a clerk's words, a line each, in versions by the date from which they hold. Nothing is overwritten: of two
-- for one date the later counts. `words` none: it ends there.
CREATE TABLE attendance_rule (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    kind TEXT NOT NULL CHECK (kind IN ('shift', 'group', 'rotation', 'holidays', 'calendar', 'chain', 'leave')),
    name TEXT NOT NULL,
    since INTEGER NOT NULL,
    words TEXT,
    decided_at INTEGER NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX attendance_rule_by_name ON attendance_rule (organization, kind, name, since, number);

-- From when until when, the last date included, somebody is in a group or goes by a rotation.
CREATE TABLE attendance_assignment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person INTEGER NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('group', 'rotation')),
    name TEXT NOT NULL,
    phase INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER,
    decided_at INTEGER NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX attendance_assignment_by_person ON attendance_assignment (person, since);
CREATE INDEX attendance_assignment_by_name ON attendance_assignment (organization, kind, name);

-- One person's shift on one date: its name, or "rest"; none: what stood before is lifted. Of two for one date the later
-- counts.
CREATE TABLE attendance_override (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person INTEGER NOT NULL REFERENCES person (id),
    day INTEGER NOT NULL,
    plan TEXT,
    zone TEXT,
    decided_at INTEGER NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX attendance_override_by_person ON attendance_override (person, day, number);
CREATE INDEX attendance_override_by_plan ON attendance_override (organization, plan, day);

-- `spared`: when somebody should have neither nights nor overtime.
CREATE TABLE attendance_employment (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    organization INTEGER NOT NULL REFERENCES organization (id),
    joined INTEGER,
    left_on INTEGER,
    works_since INTEGER,
    spared_from INTEGER,
    spared_until INTEGER
) STRICT;
CREATE INDEX attendance_employment_by_organization ON attendance_employment (organization);

-- Days that must be computed anew. `stamp` grows when more is touched, so that what was touched meanwhile stays.
CREATE TABLE attendance_touched (
    person INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    stamp INTEGER NOT NULL
) STRICT;

-- What a day became, in the words in which cases expect it. `inputs`: a digest of all that it was computed from.
CREATE TABLE attendance_day (
    person INTEGER NOT NULL,
    day INTEGER NOT NULL,
    organization INTEGER NOT NULL,
    statuses TEXT NOT NULL,
    items TEXT NOT NULL,
    shift TEXT,
    inputs BLOB NOT NULL,
    computed_at INTEGER NOT NULL,
    PRIMARY KEY (person, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX attendance_day_by_date ON attendance_day (organization, day, person);
-- Of the punches from here on, and of the attributions.
INSERT INTO follower (name, position) SELECT 'attendance_punches', coalesce(max(number), 0) FROM punch;
INSERT INTO follower (name, position) SELECT 'attendance_attributions', coalesce(max(number), 0) FROM attribution;
