-- Reports of attendance that were asked for, what became of them, and the file that they ended in. Dates are days since
-- 1970-01-01. `columns`: a line for each, its field, unit and name parted by tabs; empty: all that are usual.
CREATE TABLE attendance_report (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    kind TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    unit INTEGER REFERENCES unit (id),
    format TEXT NOT NULL CHECK (format IN ('xlsx', 'csv', 'json')),
    language TEXT NOT NULL CHECK (language IN ('en', 'zh')),
    has_head INTEGER NOT NULL,
    columns TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    percent INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    file TEXT,
    size INTEGER,
    asked_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE INDEX attendance_report_by_organization ON attendance_report (organization, id);
CREATE INDEX attendance_report_open ON attendance_report (id) WHERE state IN ('waiting', 'running');
CREATE INDEX attendance_report_finished ON attendance_report (finished_at) WHERE finished_at IS NOT NULL;
