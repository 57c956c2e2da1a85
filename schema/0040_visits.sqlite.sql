-- Visitors: who comes to whom and when, the pass of each guest, the phones that are bound to people, and what the site
-- has set. Numbers are never given twice: a pass, a message and the audit trail name a visit by its own.

-- `applied_from`: the WeChat id of the phone page that applied, or nothing. `nda`: which text its guests agreed to.
CREATE TABLE visit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    status TEXT NOT NULL CHECK (status IN ('pending', 'authorised', 'refused', 'cancelled')),
    proposer TEXT NOT NULL,
    host INTEGER NOT NULL REFERENCES person (id),
    interviewee TEXT NOT NULL,
    interviewee_phone TEXT NOT NULL,
    purpose INTEGER NOT NULL,
    come_from TEXT NOT NULL,
    remark TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    applied_from TEXT NOT NULL,
    signed_in_at INTEGER,
    signed_out_at INTEGER,
    nda INTEGER REFERENCES nda (id),
    created_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;
CREATE INDEX visit_by_organization ON visit (organization, id) WHERE deleted_at IS NULL;
CREATE INDEX visit_by_proposer ON visit (organization, proposer, id) WHERE deleted_at IS NULL;
CREATE INDEX visit_by_interviewee ON visit (organization, interviewee_phone, id) WHERE deleted_at IS NULL;
CREATE INDEX visit_inside ON visit (organization, signed_in_at)
    WHERE signed_in_at IS NOT NULL AND signed_out_at IS NULL AND deleted_at IS NULL;

-- `place` 0 is the main visitor, the others come along. `presented`: what a gate records of the pass; `pass_digest`
-- finds it, `sealed_pass` shows it again. `face_host_id`: what the face host calls them; 0 before it knows them.
CREATE TABLE guest (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    visit INTEGER NOT NULL REFERENCES visit (id),
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    presented INTEGER REFERENCES presented (id),
    pass_digest BLOB UNIQUE,
    sealed_pass BLOB,
    face_host_id INTEGER NOT NULL DEFAULT 0,
    UNIQUE (visit, place)
) STRICT;
CREATE INDEX guest_by_phone ON guest (phone, visit);
CREATE INDEX guest_by_presented ON guest (presented) WHERE presented IS NOT NULL;

-- Whose a WeChat id is: an employee's, or the phone of somebody who visits.
CREATE TABLE wechat_binding (
    organization INTEGER NOT NULL REFERENCES organization (id),
    wechat_id TEXT NOT NULL,
    person INTEGER REFERENCES person (id),
    phone TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (organization, wechat_id)
) STRICT, WITHOUT ROWID;

-- What WeChat says of somebody, as it was when they last opened the phone page.
CREATE TABLE wechat_profile (
    organization INTEGER NOT NULL REFERENCES organization (id),
    wechat_id TEXT NOT NULL,
    nick TEXT NOT NULL,
    avatar TEXT NOT NULL,
    PRIMARY KEY (organization, wechat_id)
) STRICT, WITHOUT ROWID;

-- What guests agree to when they sign in: the newest of an organization holds; an empty one asks nothing.
CREATE TABLE nda (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    text TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX nda_by_organization ON nda (organization, id);

-- A link by which somebody who was invited says who they are; `visit` is what became of it.
CREATE TABLE invitation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    host INTEGER NOT NULL REFERENCES person (id),
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    purpose INTEGER NOT NULL,
    remark TEXT NOT NULL,
    digest BLOB NOT NULL UNIQUE,
    visit INTEGER REFERENCES visit (id),
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX invitation_by_organization ON invitation (organization, id);

-- The one organization whose visitors come through the interface.
CREATE TABLE visitor_site (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    organization INTEGER NOT NULL REFERENCES organization (id)
) STRICT;

-- What the back office has set; all of it sealed, since a password is among it.
CREATE TABLE visitor_setting (
    organization INTEGER NOT NULL REFERENCES organization (id),
    name TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (organization, name)
) STRICT, WITHOUT ROWID;

-- Who shall not come in: whoever has the phone, the name, or one of the other names (a JSON list).
CREATE TABLE blocked_visitor (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    name TEXT,
    phone TEXT,
    aliases TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX blocked_by_organization ON blocked_visitor (organization, id);
