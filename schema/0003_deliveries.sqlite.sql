-- People are told: where news of a tap goes, and one row per message on its way.

-- A way out of the house: an organization's webhook, or the channel of one person who is told. A deleted one
-- keeps its row, without address and secret, for the deliveries that name it.
CREATE TABLE channel (
    id INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person INTEGER REFERENCES person (id),
    kind TEXT NOT NULL CHECK (kind IN ('webhook')),
    address TEXT NOT NULL,
    sealed_secret BLOB,
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled', 'deleted')),
    disabled_reason TEXT,
    operator_allowed INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX channel_by_organization ON channel (organization, id);
CREATE UNIQUE INDEX channel_of_person ON channel (person) WHERE person IS NOT NULL AND status <> 'deleted';

-- `message` is what the receiver knows it by: the same at every attempt. `next_attempt` 0 means at once, so that
-- what waits leaves in the order of `id` whatever the clock did. `pending_since` is later than `made_at` where
-- somebody had it sent again.
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    message TEXT NOT NULL UNIQUE,
    organization INTEGER NOT NULL,
    punch INTEGER NOT NULL,
    channel INTEGER NOT NULL REFERENCES channel (id),
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead', 'dropped')),
    attempts INTEGER NOT NULL,
    next_attempt INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    pending_since INTEGER NOT NULL,
    outcome TEXT,
    UNIQUE (punch, channel)
) STRICT;
CREATE INDEX delivery_due ON delivery (channel, next_attempt) WHERE state = 'pending';
CREATE INDEX delivery_not_delivered ON delivery (state, id) WHERE state <> 'delivered';
CREATE INDEX delivery_by_organization ON delivery (organization, id);

-- What became of each attempt. `status` is the receiver's, where it answered.
CREATE TABLE delivery_attempt (
    id INTEGER PRIMARY KEY,
    delivery INTEGER NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    took INTEGER NOT NULL,
    status INTEGER,
    outcome TEXT NOT NULL
) STRICT;
CREATE INDEX delivery_attempt_by_delivery ON delivery_attempt (delivery, id);
