-- The visits of somebody who is to be forgotten: their name goes from them, and what a face host holds of it is told.

CREATE INDEX visit_by_host ON visit (host);
