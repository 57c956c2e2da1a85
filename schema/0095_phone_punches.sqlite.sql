-- Punches that phones asked for, taken or refused: by what it was proven, or why not. `phone`: a keyed digest of what
-- the phone calls itself. `sealed`: what it showed, under the person's own key.
CREATE TABLE attendance_phone (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person INTEGER NOT NULL REFERENCES person (id),
    at INTEGER NOT NULL,
    claimed_at INTEGER,
    refusal TEXT,
    means TEXT,
    phone BLOB,
    data_key INTEGER,
    sealed BLOB
) STRICT;
CREATE INDEX attendance_phone_by_person ON attendance_phone (person, number);
CREATE INDEX attendance_phone_by_phone ON attendance_phone (phone, at) WHERE phone IS NOT NULL;
CREATE INDEX attendance_phone_by_time ON attendance_phone (at);

-- Where somebody's phone is, is agreed to like faces; the purposes are the program's.
CREATE TABLE consent_of_each (
    id INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person INTEGER NOT NULL REFERENCES person (id),
    purpose TEXT NOT NULL,
    given_by TEXT NOT NULL CHECK (given_by IN ('self', 'guardian')),
    guardian INTEGER REFERENCES person (id),
    given_at INTEGER NOT NULL,
    notice TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    is_14_or_older INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO consent_of_each SELECT id, organization, person, purpose, given_by, guardian, given_at, notice, recorded_at,
    withdrawn_at, is_14_or_older FROM consent;
DROP TABLE consent;
ALTER TABLE consent_of_each RENAME TO consent;
CREATE UNIQUE INDEX consent_living ON consent (person, purpose) WHERE withdrawn_at IS NULL;
CREATE INDEX consent_by_guardian ON consent (guardian) WHERE guardian IS NOT NULL AND withdrawn_at IS NULL;
