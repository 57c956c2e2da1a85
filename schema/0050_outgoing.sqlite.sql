-- Visits are told of too: ways to a face host, WeChat and SMS beside webhooks, and messages that are about a visit
-- instead of a tap. The three tables are made anew, since what stands cannot be loosened in place.

-- A way of a kind other than webhook is an organization's own and there once. `daily_each`, `daily_all`: how many
-- messages a day one recipient, and all together, may be sent; NULL: as many as there are.
CREATE TABLE channel_anew (
    id INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person INTEGER REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('webhook', 'koala', 'wechat', 'sms')),
    address TEXT NOT NULL,
    sealed_secret BLOB,
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled', 'deleted')),
    disabled_reason TEXT,
    operator_allowed INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    daily_each INTEGER,
    daily_all INTEGER
) STRICT;
INSERT INTO channel_anew (id, organization, person, kind, address, sealed_secret, status, disabled_reason,
                          operator_allowed, created_at)
    SELECT id, organization, person, kind, address, sealed_secret, status, disabled_reason, operator_allowed,
           created_at FROM channel;

-- `notice`: what a message about a visit says; `guest` NULL: it is for the host. `receipt`: what the receiver calls it.
CREATE TABLE delivery_anew (
    id INTEGER PRIMARY KEY,
    message TEXT NOT NULL UNIQUE,
    organization INTEGER NOT NULL,
    punch INTEGER,
    channel INTEGER NOT NULL REFERENCES channel_anew (id),
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead', 'dropped')),
    attempts INTEGER NOT NULL,
    next_attempt INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    pending_since INTEGER NOT NULL,
    outcome TEXT,
    visit INTEGER,
    guest INTEGER,
    notice TEXT,
    receipt TEXT,
    UNIQUE (punch, channel),
    CHECK ((punch IS NULL) = (visit IS NOT NULL) AND (visit IS NULL) = (notice IS NULL))
) STRICT;
INSERT INTO delivery_anew (id, message, organization, punch, channel, state, attempts, next_attempt, made_at,
                           pending_since, outcome)
    SELECT id, message, organization, punch, channel, state, attempts, next_attempt, made_at, pending_since, outcome
    FROM delivery;

CREATE TABLE delivery_attempt_anew (
    id INTEGER PRIMARY KEY,
    delivery INTEGER NOT NULL REFERENCES delivery_anew (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    took INTEGER NOT NULL,
    status INTEGER,
    outcome TEXT NOT NULL
) STRICT;
INSERT INTO delivery_attempt_anew SELECT id, delivery, at, took, status, outcome FROM delivery_attempt;

DROP TABLE delivery_attempt;
DROP TABLE delivery;
DROP TABLE channel;
ALTER TABLE channel_anew RENAME TO channel;
ALTER TABLE delivery_anew RENAME TO delivery;
ALTER TABLE delivery_attempt_anew RENAME TO delivery_attempt;

CREATE INDEX channel_by_organization ON channel (organization, id);
CREATE UNIQUE INDEX channel_of_person ON channel (person) WHERE person IS NOT NULL AND status <> 'deleted';
CREATE UNIQUE INDEX channel_of_kind ON channel (organization, kind) WHERE kind <> 'webhook';
CREATE INDEX delivery_due ON delivery (channel, next_attempt) WHERE state = 'pending';
CREATE INDEX delivery_not_delivered ON delivery (state, id) WHERE state <> 'delivered';
CREATE INDEX delivery_by_organization ON delivery (organization, id);
CREATE INDEX delivery_by_visit ON delivery (visit, id) WHERE visit IS NOT NULL;
CREATE INDEX delivery_attempt_by_delivery ON delivery_attempt (delivery, id);

-- How many messages were made on a day (counted from 1970, in the organization's time zone) for a recipient, who is
-- known by a keyed digest of the phone; the empty one counts all.
CREATE TABLE message_budget (
    day INTEGER NOT NULL,
    channel INTEGER NOT NULL REFERENCES channel (id),
    recipient BLOB NOT NULL,
    made INTEGER NOT NULL,
    PRIMARY KEY (day, channel, recipient)
) STRICT, WITHOUT ROWID;
