-- Schools whose roster a platform owns: what it says of them, the tokens that it calls with, and every deed of its,
-- so that deletes can be held and a run undone.

ALTER TABLE organization ADD COLUMN province TEXT NOT NULL DEFAULT '';
ALTER TABLE organization ADD COLUMN level TEXT
    CHECK (level IN ('primary', 'junior', 'senior', 'university', 'other'));
ALTER TABLE unit ADD COLUMN grade TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN sex TEXT CHECK (sex IN ('male', 'female'));

-- A person who was ended is known by name for a while (`erased_at`), so that their history can be taken up again.
-- `clearing`: credentials and relations still hang on them.
ALTER TABLE person ADD COLUMN ended_at INTEGER;
ALTER TABLE person ADD COLUMN erased_at INTEGER;
ALTER TABLE person ADD COLUMN clearing INTEGER NOT NULL DEFAULT 0;
UPDATE person SET ended_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000 WHERE status = 'gone';
CREATE INDEX person_to_clear ON person (id) WHERE clearing = 1;
CREATE INDEX person_to_forget ON person (ended_at) WHERE status = 'gone' AND erased_at IS NULL;

-- `linked`: the operator said what the id means; the thing was not made for it. `ended_by`: the deed that ended it.
ALTER TABLE external_id ADD COLUMN linked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE external_id ADD COLUMN ended_by INTEGER;
CREATE INDEX external_id_former ON external_id (client, kind, external, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX external_id_of_person ON external_id (object) WHERE kind = 'person' AND client > 0;
CREATE INDEX external_id_by_deed ON external_id (ended_by) WHERE ended_by IS NOT NULL;

-- Tokens that outlive a restart, as digests. `secret_digest` is the client's when it was issued.
CREATE TABLE client_token (
    digest BLOB PRIMARY KEY,
    client INTEGER NOT NULL REFERENCES client (id),
    secret_digest BLOB NOT NULL,
    issued_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX client_token_by_client ON client_token (client, issued_at);
CREATE INDEX client_token_by_end ON client_token (ends_at);

-- What one client did at a stretch: a batch, or single calls without a longer pause.
CREATE TABLE roster_run (
    id INTEGER PRIMARY KEY,
    client INTEGER NOT NULL REFERENCES client (id),
    form TEXT NOT NULL CHECK (form IN ('calls', 'batch')),
    state TEXT NOT NULL CHECK (state IN ('done', 'undoing', 'undone')),
    began_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    deeds INTEGER NOT NULL
) STRICT;
CREATE INDEX roster_run_by_client ON roster_run (client, id);
CREATE INDEX roster_run_undoing ON roster_run (id) WHERE state = 'undoing';

-- `change` holds what it was before, under the key of whose it is. `weight`: how many people and classes a delete
-- takes.
CREATE TABLE roster_deed (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES roster_run (id),
    client INTEGER NOT NULL,
    organization INTEGER NOT NULL REFERENCES organization (id),
    at INTEGER NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('create', 'update', 'delete')),
    kind TEXT NOT NULL CHECK (kind IN ('organization', 'unit', 'person')),
    object INTEGER NOT NULL,
    external TEXT NOT NULL,
    weight INTEGER NOT NULL,
    change INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'held', 'released', 'dropped', 'undone', 'kept'))
) STRICT;
CREATE INDEX roster_deed_by_run ON roster_deed (run, id);
CREATE INDEX roster_deed_deletes ON roster_deed (client, organization, at) WHERE action = 'delete';
CREATE INDEX roster_deed_held ON roster_deed (organization, id) WHERE state = 'held';

-- How many deletes within the window are carried out: past `deletes` and past `share` percent they are held.
CREATE TABLE roster_brake (
    organization INTEGER PRIMARY KEY REFERENCES organization (id),
    deletes INTEGER NOT NULL,
    share INTEGER NOT NULL,
    window_minutes INTEGER NOT NULL
) STRICT;
CREATE INDEX credential_lost_by_bearer ON credential (bearer) WHERE bearer IS NOT NULL AND status = 'revoked';
CREATE INDEX relation_by_person ON relation (person);
CREATE INDEX relation_of_other ON relation (other);
