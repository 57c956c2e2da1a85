-- Shows whether a master key is the one that this database hangs on: a keyed digest of a constant.
CREATE TABLE master_key_check (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    digest BLOB NOT NULL
) STRICT;
