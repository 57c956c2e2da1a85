-- Clients and licences end and are not removed: punches name the client that brought them. One that comes back under
-- its identifier is the same again.
ALTER TABLE client ADD COLUMN ended_at INTEGER;
ALTER TABLE licence ADD COLUMN ended_at INTEGER;
CREATE INDEX licence_by_organization ON licence (organization);

-- Keys and logins are removed; the audit trail names them by a number that is never given twice.
CREATE TABLE api_key_numbered (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    key_digest BLOB NOT NULL UNIQUE,
    scope TEXT NOT NULL,
    organization INTEGER REFERENCES organization (id),
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO api_key_numbered SELECT id, name, key_digest, scope, organization, created_at FROM api_key;
DROP TABLE api_key;
ALTER TABLE api_key_numbered RENAME TO api_key;

CREATE TABLE login_numbered (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    login TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    organization INTEGER REFERENCES organization (id),
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO login_numbered SELECT id, login, password_hash, role, organization, created_at FROM login;
DROP TABLE login;
ALTER TABLE login_numbered RENAME TO login;
