-- What apps say to people, what people's phones did, and what machines read off people.

-- What an app said to people: a message, or (with `task`) something to do. `sealed`: title, content, link and actions as
-- JSON. `state`: of what is to do, 0 open, 1 done, 2 cancelled; `stated_at`: since when, by the app.
CREATE TABLE inbox_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    app INTEGER NOT NULL REFERENCES app (id),
    task TEXT,
    priority INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    state INTEGER,
    stated_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX inbox_item_by_task ON inbox_item (organization, task) WHERE task IS NOT NULL;

-- In whose inboxes it lies.
CREATE TABLE inbox_place (
    person INTEGER NOT NULL REFERENCES person (id),
    item INTEGER NOT NULL REFERENCES inbox_item (id),
    read_at INTEGER,
    PRIMARY KEY (person, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_place_by_item ON inbox_place (item);

-- Texts whose scan opens an app. `ends_at` none: for ever.
CREATE TABLE scan_code (
    text TEXT PRIMARY KEY,
    app INTEGER NOT NULL REFERENCES app (id),
    ends_at INTEGER
) STRICT, WITHOUT ROWID;

-- Which app wants to hear what happens to whom.
CREATE TABLE event_subscription (
    person INTEGER NOT NULL REFERENCES person (id),
    event TEXT NOT NULL,
    app INTEGER NOT NULL REFERENCES app (id),
    since INTEGER NOT NULL,
    PRIMARY KEY (person, event, app)
) STRICT, WITHOUT ROWID;

-- What a person's phone, or a machine where they logged in, shows to apps.
CREATE TABLE user_token (
    digest BLOB PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES person (id),
    client TEXT NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX user_token_by_person ON user_token (person, ends_at);

-- What apps report of people beyond what is known here; kept for 30 days.
CREATE TABLE reported_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    app INTEGER NOT NULL REFERENCES app (id),
    person INTEGER NOT NULL REFERENCES person (id),
    client_type TEXT NOT NULL,
    client TEXT NOT NULL,
    event TEXT NOT NULL,
    sealed BLOB NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reported_event_by_person ON reported_event (person);

-- What a machine read off a person, to be known by, under the person's own key. `aside`: nobody had asked for it; one
-- of a type is current, which superseded those before. `device`, `app`: where it was read and who brought it, if known.
CREATE TABLE feature (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person INTEGER NOT NULL REFERENCES person (id),
    type TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('aside', 'current', 'superseded')),
    device INTEGER REFERENCES device (id),
    app INTEGER REFERENCES app (id),
    data_key INTEGER NOT NULL REFERENCES data_key (id),
    sealed BLOB NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER
) STRICT;
CREATE UNIQUE INDEX feature_current ON feature (person, type) WHERE state = 'current';
CREATE INDEX feature_by_person ON feature (person, id);

-- That a person's feature is expected from a machine.
CREATE TABLE enrolment (
    device INTEGER NOT NULL REFERENCES device (id),
    person INTEGER NOT NULL REFERENCES person (id),
    type TEXT NOT NULL,
    ends_at INTEGER NOT NULL,
    PRIMARY KEY (person, device, type)
) STRICT, WITHOUT ROWID;

-- Which machines were given a feature of a person, by which app, when first and last, and whether a consent stood then.
CREATE TABLE feature_sent (
    person INTEGER NOT NULL REFERENCES person (id),
    device INTEGER NOT NULL REFERENCES device (id),
    type TEXT NOT NULL,
    app INTEGER NOT NULL REFERENCES app (id),
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    consented INTEGER NOT NULL,
    PRIMARY KEY (person, device, type)
) STRICT, WITHOUT ROWID;

-- Fingers are agreed to like faces.
CREATE TABLE consent_of_any (
    id INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person INTEGER NOT NULL REFERENCES person (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('face', 'fingerprint')),
    given_by TEXT NOT NULL CHECK (given_by IN ('self', 'guardian')),
    guardian INTEGER REFERENCES person (id),
    given_at INTEGER NOT NULL,
    notice TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    withdrawn_at INTEGER,
    is_14_or_older INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO consent_of_any SELECT id, organization, person, purpose, given_by, guardian, given_at, notice, recorded_at,
    withdrawn_at, is_14_or_older FROM consent;
DROP TABLE consent;
ALTER TABLE consent_of_any RENAME TO consent;
CREATE UNIQUE INDEX consent_living ON consent (person, purpose) WHERE withdrawn_at IS NULL;
CREATE INDEX consent_by_guardian ON consent (guardian) WHERE guardian IS NOT NULL AND withdrawn_at IS NULL;
