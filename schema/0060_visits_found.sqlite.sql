-- What finds visits, whom the block list stops, and whose a WeChat id is, without reading all there are.

-- What is not over yet: an entry of the block list is held against it.
CREATE INDEX visit_by_end ON visit (organization, ends_at) WHERE deleted_at IS NULL;

-- What an entry of the block list stops: a phone, or a name as names are compared: without space around it, ASCII
-- letters small.
CREATE TABLE blocked_by (
    organization INTEGER NOT NULL REFERENCES organization (id),
    kind TEXT NOT NULL CHECK (kind IN ('phone', 'name')),
    text TEXT NOT NULL,
    entry INTEGER NOT NULL REFERENCES blocked_visitor (id),
    PRIMARY KEY (organization, kind, text, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX blocked_by_entry ON blocked_by (entry);
INSERT INTO blocked_by SELECT organization, 'phone', phone, id FROM blocked_visitor WHERE phone IS NOT NULL;
INSERT INTO blocked_by SELECT organization, 'name', lower(trim(name, ' ' || char(9))), id FROM blocked_visitor
    WHERE name IS NOT NULL;
INSERT OR IGNORE INTO blocked_by SELECT b.organization, 'name', lower(trim(a.value, ' ' || char(9))), b.id
    FROM blocked_visitor b, json_each(b.aliases) a;

-- An employee has one WeChat id: the one that was bound last.
DELETE FROM wechat_profile WHERE (organization, wechat_id) IN (
    SELECT b.organization, b.wechat_id FROM wechat_binding b JOIN wechat_binding newer
        ON newer.organization = b.organization AND newer.person = b.person
        AND (newer.created_at, newer.wechat_id) > (b.created_at, b.wechat_id));
DELETE FROM wechat_binding WHERE (organization, wechat_id) IN (
    SELECT b.organization, b.wechat_id FROM wechat_binding b JOIN wechat_binding newer
        ON newer.organization = b.organization AND newer.person = b.person
        AND (newer.created_at, newer.wechat_id) > (b.created_at, b.wechat_id));
CREATE UNIQUE INDEX wechat_binding_of_person ON wechat_binding (organization, person) WHERE person IS NOT NULL;
