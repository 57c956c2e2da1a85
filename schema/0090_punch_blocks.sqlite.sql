-- In which blocks of 1024 numbers an organization has punches: one row a block, where an index of numbers would cost the
-- intake path a row a punch.
CREATE TABLE punch_block (
    organization INTEGER NOT NULL,
    block INTEGER NOT NULL,
    PRIMARY KEY (organization, block)
) STRICT, WITHOUT ROWID;
INSERT INTO punch_block (organization, block) SELECT DISTINCT organization, number / 1024 FROM punch;
DROP INDEX punch_by_organization;
