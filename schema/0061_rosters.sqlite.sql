-- Rosters: a school's delete and what takes it back go on in slices; what undoing gives back; who consented.

-- What is to be done yet for a deed that takes a whole school, or to take it back. `stage`: `ids`, the platform's ids of
-- its people end, up to `upto`; `take`, they end themselves, with the classes; `restore`, all of it comes back.
-- `position`: how far that is.
CREATE TABLE roster_task (
    deed INTEGER PRIMARY KEY REFERENCES roster_deed (id),
    client INTEGER NOT NULL,
    organization INTEGER NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('ids', 'take', 'restore')),
    upto INTEGER NOT NULL,
    position INTEGER NOT NULL
) STRICT;

CREATE INDEX roster_deed_held_since ON roster_deed (at) WHERE state = 'held';
-- People whom undoing could not give back.
ALTER TABLE roster_run ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;

-- Faces of people whom a platform deleted, as long as that can be undone: handed to nobody, given back by undoing alone.
CREATE TABLE former_face (
    person INTEGER PRIMARY KEY REFERENCES person (id),
    organization INTEGER NOT NULL,
    data_key INTEGER NOT NULL REFERENCES data_key (id),
    digest BLOB NOT NULL,
    type TEXT NOT NULL,
    size INTEGER NOT NULL,
    client INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    kept_at INTEGER NOT NULL
) STRICT;
CREATE INDEX former_face_by_age ON former_face (kept_at);
CREATE UNIQUE INDEX former_face_by_picture ON former_face (data_key, digest);

-- Whether a pupil who spoke for themselves was old enough. Of consents recorded before it is not known.
ALTER TABLE consent ADD COLUMN is_14_or_older INTEGER NOT NULL DEFAULT 0;
