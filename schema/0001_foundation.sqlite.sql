-- The model that stands under every interface. Times are UTC milliseconds unless the name says otherwise.

CREATE TABLE organization (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'closed', 'deleted')),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE unit (
    id INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    parent INTEGER REFERENCES unit (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'archived', 'deleted')),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX unit_by_organization ON unit (organization);

CREATE TABLE person (
    id INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    name TEXT NOT NULL,
    phone TEXT,
    number TEXT,
    role TEXT NOT NULL,
    unit INTEGER REFERENCES unit (id),
    status TEXT NOT NULL CHECK (status IN ('active', 'gone')),
    created_at INTEGER NOT NULL
) STRICT;
-- A phone finds at most one person in an organization.
CREATE UNIQUE INDEX person_by_phone ON person (organization, phone) WHERE phone IS NOT NULL AND status = 'active';

-- `person` stands in `kind` to `other`: the guardian to the pupil.
CREATE TABLE relation (
    id INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    kind TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES person (id),
    other INTEGER NOT NULL REFERENCES person (id),
    since INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX relation_living ON relation (person, other, kind) WHERE ended_at IS NULL;
CREATE INDEX relation_by_other ON relation (other) WHERE ended_at IS NULL;

CREATE TABLE client (
    id INTEGER PRIMARY KEY,
    protocol TEXT NOT NULL,
    identifier TEXT NOT NULL,
    secret_digest BLOB NOT NULL,
    name TEXT NOT NULL,
    card_format TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (protocol, identifier)
) STRICT;

CREATE TABLE licence (
    id INTEGER PRIMARY KEY,
    client INTEGER NOT NULL REFERENCES client (id),
    organization INTEGER NOT NULL REFERENCES organization (id),
    code_digest BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (client, code_digest)
) STRICT;

-- What another system calls a thing of ours, or a provisioning file does (client 0). Rows end, they are not removed.
CREATE TABLE external_id (
    id INTEGER PRIMARY KEY,
    client INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    kind TEXT NOT NULL,
    external TEXT NOT NULL,
    object INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX external_id_living ON external_id (client, scope, kind, external) WHERE ended_at IS NULL;

CREATE TABLE api_key (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    key_digest BLOB NOT NULL UNIQUE,
    scope TEXT NOT NULL,
    organization INTEGER REFERENCES organization (id),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE login (
    id INTEGER PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    organization INTEGER REFERENCES organization (id),
    created_at INTEGER NOT NULL
) STRICT;

-- A key that encrypts one owner's data, itself encrypted under the master key. Destroying a row's `wrapped` makes
-- all that hangs on it unreadable, in backups too.
CREATE TABLE data_key (
    id INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    owner INTEGER NOT NULL,
    wrapped BLOB,
    created_at INTEGER NOT NULL,
    destroyed_at INTEGER,
    UNIQUE (purpose, organization, owner)
) STRICT;

CREATE TABLE picture (
    id INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL,
    data_key INTEGER NOT NULL REFERENCES data_key (id),
    digest BLOB NOT NULL,
    type TEXT NOT NULL,
    size INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (data_key, digest)
) STRICT;

-- What was shown to a reader, once per organization. `sealed_text` can be erased, the row stays.
CREATE TABLE presented (
    id INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL,
    kind TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE,
    sealed_text BLOB,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE credential (
    id INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    kind TEXT NOT NULL,
    presented INTEGER NOT NULL REFERENCES presented (id),
    unit INTEGER REFERENCES unit (id),
    bearer INTEGER REFERENCES person (id),
    status TEXT NOT NULL CHECK (status IN ('active', 'suspended', 'lost', 'revoked')),
    valid_from INTEGER,
    valid_until INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX credential_living ON credential (presented) WHERE status <> 'revoked';

CREATE TABLE credential_told (
    credential INTEGER NOT NULL REFERENCES credential (id),
    person INTEGER NOT NULL REFERENCES person (id),
    since INTEGER NOT NULL,
    PRIMARY KEY (credential, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX credential_told_by_person ON credential_told (person);

-- The punch log. `number` is the order of commit. No foreign keys: every value comes from the index that the
-- writer itself holds, and each would cost the intake path a look-up a row. Never updated.
CREATE TABLE punch (
    number INTEGER PRIMARY KEY,
    device_second INTEGER NOT NULL,
    organization INTEGER NOT NULL,
    presented INTEGER NOT NULL,
    source INTEGER NOT NULL,
    method INTEGER NOT NULL,
    device INTEGER NOT NULL,
    device_millisecond INTEGER NOT NULL,
    correction INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    marks INTEGER NOT NULL,
    door INTEGER NOT NULL DEFAULT 0
) STRICT;
-- The permanent identity of a punch. It begins with time, so that rows land side by side.
CREATE UNIQUE INDEX punch_identity ON punch (device_second, organization, presented, source, method, door);
CREATE INDEX punch_by_organization ON punch (organization, number);

-- A repeat may bring the picture that was missing: a row of its own, so that no punch is ever edited.
CREATE TABLE punch_picture (
    punch INTEGER PRIMARY KEY,
    picture INTEGER NOT NULL REFERENCES picture (id)
) STRICT;

-- Whose a punch is, or everything that shows one presented text. The newest row counts.
CREATE TABLE attribution (
    number INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL,
    punch INTEGER,
    presented INTEGER,
    credential INTEGER,
    person INTEGER,
    reason TEXT NOT NULL,
    change INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX attribution_by_presented ON attribution (presented) WHERE presented IS NOT NULL;
CREATE INDEX attribution_by_punch ON attribution (punch) WHERE punch IS NOT NULL;

-- What people and programs did here. `commitment` is a salted digest of the detail; the salt is sealed with it, so
-- that destroying the key leaves the chain whole and the detail unknowable.
CREATE TABLE change (
    number INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object INTEGER NOT NULL,
    commitment BLOB NOT NULL,
    data_key INTEGER,
    sealed_detail BLOB
) STRICT;
CREATE INDEX change_by_organization ON change (organization, number);

-- The chain over the change log, written by one follower behind it.
CREATE TABLE change_seal (
    change INTEGER PRIMARY KEY,
    link BLOB NOT NULL
) STRICT;

-- Where each follower of a log stands.
CREATE TABLE follower (
    name TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Sections of a provisioning file whose part of the server is not built yet: kept, sealed, for the day it is.
CREATE TABLE provisioned_section (
    name TEXT PRIMARY KEY,
    sealed BLOB NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
