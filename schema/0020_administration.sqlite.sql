-- Lists of the administration: people and credentials of an organization, what a person bears, and the audit trail
-- of one thing or one actor.
CREATE INDEX person_by_organization ON person (organization, id) WHERE status = 'active';
CREATE INDEX credential_by_organization ON credential (organization, id);
CREATE INDEX IF NOT EXISTS credential_by_bearer ON credential (bearer)
    WHERE bearer IS NOT NULL AND status <> 'revoked';
CREATE INDEX credential_by_unit ON credential (unit) WHERE unit IS NOT NULL;
CREATE INDEX change_by_object ON change (object_kind, object, number);
CREATE INDEX change_by_actor ON change (actor, number);
CREATE INDEX attribution_by_person ON attribution (person) WHERE person IS NOT NULL;

-- Which punches showed a text: built behind the log, and from it again at will.
CREATE TABLE punch_shown (
    presented INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (presented, number)
) STRICT, WITHOUT ROWID;
