-- Who of an organization's people stands for it: apps and machines are told, and what its machines report comes to them.
ALTER TABLE organization ADD COLUMN administrator INTEGER REFERENCES person (id);

-- What the server itself says to people is of no app. The tables are made anew: a column stays NOT NULL for ever.
CREATE TABLE inbox_item_of_all (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    organization INTEGER NOT NULL REFERENCES organization (id),
    app INTEGER REFERENCES app (id),
    task TEXT,
    priority INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    state INTEGER,
    stated_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;
INSERT INTO inbox_item_of_all (id, organization, app, task, priority, sealed, state, stated_at, created_at)
    SELECT id, organization, app, task, priority, sealed, state, stated_at, created_at FROM inbox_item;

CREATE TABLE inbox_place_of_all (
    person INTEGER NOT NULL REFERENCES person (id),
    item INTEGER NOT NULL REFERENCES inbox_item_of_all (id),
    read_at INTEGER,
    PRIMARY KEY (person, item)
) STRICT, WITHOUT ROWID;
INSERT INTO inbox_place_of_all (person, item, read_at) SELECT person, item, read_at FROM inbox_place;

DROP TABLE inbox_place;
DROP TABLE inbox_item;
ALTER TABLE inbox_item_of_all RENAME TO inbox_item;
ALTER TABLE inbox_place_of_all RENAME TO inbox_place;
CREATE UNIQUE INDEX inbox_item_by_task ON inbox_item (organization, task) WHERE task IS NOT NULL;
CREATE INDEX inbox_place_by_item ON inbox_place (item);

-- What goes after a time: alarms by their age, sendings once nobody's holding rests on them.
CREATE INDEX device_alarm_by_time ON device_alarm (at);
-- Whether somebody was written to about it.
ALTER TABLE device_alarm ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
CREATE INDEX device_alarm_told ON device_alarm (device, code, at) WHERE told <> 0;
CREATE INDEX device_holding_by_sending ON device_holding (sending);

-- Who keeps a copy of the roster is told who stands for it now, and who does no more.
CREATE TRIGGER administrator_stamped AFTER UPDATE OF administrator ON organization
WHEN NEW.administrator IS NOT OLD.administrator BEGIN
    UPDATE person SET name = name WHERE id IN (OLD.administrator, NEW.administrator);
END;

-- How many codes an app has.
CREATE INDEX scan_code_by_app ON scan_code (app);
