-- Attendance: what people ask for, who decides about it, and what leave they have. Dates are days since 1970-01-01.

-- `words`: what is asked for, in a clerk's words, in `first` to `last`. `applicant` none: a program filed it. `chain`: its
-- name, then its rules, as they stood when it was filed, a line each. `level`: whose turn it is; none: nothing waits.
-- `sealed`: the reason that was given.
CREATE TABLE attendance_request (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person INTEGER NOT NULL REFERENCES person (id),
    applicant INTEGER REFERENCES person (id),
    colleague INTEGER REFERENCES person (id),
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    chain TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'refused', 'returned', 'withdrawn', 'revoked')),
    withdrawing INTEGER NOT NULL,
    level INTEGER,
    last_level INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    filed_at INTEGER NOT NULL,
    decided_at INTEGER,
    ended_at INTEGER,
    told_at INTEGER NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX attendance_request_by_person ON attendance_request (person, last);
CREATE INDEX attendance_request_by_colleague ON attendance_request (colleague, last) WHERE colleague IS NOT NULL;
CREATE INDEX attendance_request_by_applicant ON attendance_request (applicant) WHERE applicant IS NOT NULL;
CREATE INDEX attendance_request_by_organization ON attendance_request (organization, id);
CREATE INDEX attendance_request_waiting ON attendance_request (told_at) WHERE level IS NOT NULL;

-- `place`: the order in which levels decide; none: of a round before a return. `source`: which level of the chain it came
-- from. `sealed`: the comment.
CREATE TABLE attendance_step (
    request INTEGER NOT NULL REFERENCES attendance_request (id),
    level INTEGER NOT NULL,
    approver INTEGER NOT NULL REFERENCES person (id),
    place INTEGER,
    turn INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    needs_all INTEGER NOT NULL,
    source INTEGER,
    origin TEXT NOT NULL,
    state TEXT NOT NULL,
    decided_by INTEGER REFERENCES person (id),
    decided_at INTEGER,
    opened_at INTEGER,
    sealed BLOB NOT NULL,
    PRIMARY KEY (request, level, approver)
) STRICT, WITHOUT ROWID;
CREATE INDEX attendance_step_open ON attendance_step (approver, request) WHERE state = 'open';

CREATE INDEX attendance_step_decided ON attendance_step (decided_by) WHERE decided_by IS NOT NULL;

-- Who is told of a request without deciding about it.
CREATE TABLE attendance_copy (
    request INTEGER NOT NULL REFERENCES attendance_request (id),
    person INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (request, person)
) STRICT, WITHOUT ROWID;

-- Who decides in whose name, both dates included. `kind` none: whatever is asked for.
CREATE TABLE attendance_deputy (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    principal INTEGER NOT NULL REFERENCES person (id),
    acting INTEGER NOT NULL REFERENCES person (id),
    kind TEXT,
    since INTEGER NOT NULL,
    until INTEGER,
    decided_at INTEGER NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX attendance_deputy_by_principal ON attendance_deputy (principal);
CREATE INDEX attendance_deputy_by_acting ON attendance_deputy (acting);

CREATE TABLE attendance_lead (
    unit INTEGER NOT NULL REFERENCES unit (id),
    person INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (unit, person)
) STRICT, WITHOUT ROWID;

-- Roles in approving, by name; `administrator` decides where nobody else can.
CREATE TABLE attendance_role (
    organization INTEGER NOT NULL REFERENCES organization (id),
    role TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES person (id),
    PRIMARY KEY (organization, role, person)
) STRICT, WITHOUT ROWID;

-- Leave as a ledger, hundredths of the kind's unit. `grant`: valid from `day` until `until`, both included, for the reason
-- named in `source`, once for each. `reserve`: of a request, what it takes on that day. `charge` and `free`: of all that
-- the request reserved before.
CREATE TABLE attendance_leave_entry (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    person INTEGER NOT NULL REFERENCES person (id),
    leave TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('grant', 'reserve', 'charge', 'free')),
    amount INTEGER NOT NULL,
    day INTEGER NOT NULL,
    until INTEGER,
    source TEXT,
    request INTEGER REFERENCES attendance_request (id),
    at INTEGER NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX attendance_leave_entry_by_person ON attendance_leave_entry (person, leave, number);
-- The date on which leave by rule was granted to everybody.
INSERT INTO follower (name, position) VALUES ('attendance_grants', 0);
