-- Faces of people: a picture under the person's own key, handed to devices only while a consent stands.

CREATE TABLE face (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    organization INTEGER NOT NULL,
    data_key INTEGER NOT NULL REFERENCES data_key (id),
    digest BLOB NOT NULL,
    type TEXT NOT NULL,
    size INTEGER NOT NULL,
    client INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX face_by_picture ON face (data_key, digest);

-- A face that is to be fetched; the address is sealed. One that came to nothing keeps the reason until the next.
CREATE TABLE face_fetch (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    client INTEGER NOT NULL,
    sealed_address BLOB NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt INTEGER,
    outcome TEXT,
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX face_fetch_due ON face_fetch (next_attempt) WHERE next_attempt IS NOT NULL;

CREATE TABLE consent (
    id INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person INTEGER NOT NULL REFERENCES person (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('face')),
    given_by TEXT NOT NULL CHECK (given_by IN ('self', 'guardian')),
    guardian INTEGER REFERENCES person (id),
    given_at INTEGER NOT NULL,
    notice TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    withdrawn_at INTEGER
) STRICT;
CREATE UNIQUE INDEX consent_living ON consent (person, purpose) WHERE withdrawn_at IS NULL;
CREATE INDEX consent_by_guardian ON consent (guardian) WHERE guardian IS NOT NULL AND withdrawn_at IS NULL;
