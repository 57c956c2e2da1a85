-- Residential communities: organizations that a client registered, and their doors.

-- Who registered an organization through an interface, and when the same client ended it: then it is closed, its name
-- is free again, and it can come back for a while.
ALTER TABLE organization ADD COLUMN registered_by INTEGER REFERENCES client (id);
ALTER TABLE organization ADD COLUMN ended_at INTEGER;
ALTER TABLE organization ADD COLUMN city TEXT NOT NULL DEFAULT '';
ALTER TABLE organization ADD COLUMN district TEXT NOT NULL DEFAULT '';
ALTER TABLE organization ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE organization ADD COLUMN contact TEXT NOT NULL DEFAULT '';
-- 'id': cards bear the numbers that they were made with; 'ic': numbers are written onto them.
ALTER TABLE organization ADD COLUMN card_kind TEXT CHECK (card_kind IN ('id', 'ic'));
CREATE UNIQUE INDEX organization_registered ON organization (registered_by, name)
    WHERE registered_by IS NOT NULL AND ended_at IS NULL AND status <> 'deleted';
CREATE INDEX external_id_by_object ON external_id (client, kind, object) WHERE ended_at IS NULL;

CREATE TABLE door (
    id INTEGER PRIMARY KEY,
    organization INTEGER NOT NULL REFERENCES organization (id),
    name TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'deleted')),
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX door_by_name ON door (organization, name) WHERE status = 'active';

-- What went through doors, for pages of one organization; other punches pay nothing for it.
CREATE INDEX punch_by_passage ON punch (organization, number, device_second) WHERE door <> 0;
