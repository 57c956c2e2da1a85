-- What apps are told, whether a device is there, and who must not be trusted with features.

-- `v10`: it reads the messages of the interface's first version. `operator_allowed`: the operator wrote the
-- address of its webhook in the provisioning file; all apps came from there until now.
ALTER TABLE app ADD COLUMN v10 INTEGER NOT NULL DEFAULT 0;
ALTER TABLE app ADD COLUMN operator_allowed INTEGER NOT NULL DEFAULT 1;

-- `online`: as its apps know it. `doubted_since`: it came from another address while it was still connected; nothing
-- while nobody doubts that it is the device it says it is. `doubted_address`: where it comes from since.
ALTER TABLE device ADD COLUMN online INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN doubted_since INTEGER;
ALTER TABLE device ADD COLUMN doubted_address TEXT;

-- One row per call of an app's webhook. The calls of a lane, an app's about one device or (device 0) about an
-- organization, leave in the order of their numbers: `next_attempt` is NULL behind the first that is pending, 0 is at
-- once. What is said is written when it leaves; `message`: a device's own words; `sealed_data`: what cannot be known
-- later.
CREATE TABLE app_call (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    app INTEGER NOT NULL REFERENCES app (id),
    device INTEGER NOT NULL,
    action INTEGER NOT NULL,
    mid TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    organization INTEGER,
    message INTEGER,
    sealed_data BLOB,
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
    attempts INTEGER NOT NULL,
    next_attempt INTEGER,
    outcome TEXT
) STRICT;
CREATE INDEX app_call_lane ON app_call (app, device, id) WHERE state = 'pending';
CREATE INDEX app_call_due ON app_call (app, next_attempt, id) WHERE state = 'pending' AND next_attempt IS NOT NULL;
CREATE INDEX app_call_not_delivered ON app_call (state, id) WHERE state <> 'delivered';

-- What a device is told if it is connected when this is committed, and then no more.
CREATE TABLE device_notice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device INTEGER NOT NULL REFERENCES device (id),
    organization INTEGER NOT NULL,
    app INTEGER,
    bound INTEGER NOT NULL
) STRICT;

-- Up to which stamp apps that read an organization's roster were told that it changed.
CREATE TABLE roster_told (
    organization INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'unit')),
    stamp INTEGER NOT NULL,
    PRIMARY KEY (organization, kind)
) STRICT, WITHOUT ROWID;
