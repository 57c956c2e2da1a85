-- Residential communities: organizations that a client registered, their doors, and whose a number was when.

-- From which punch on a row counts: 0 where it also covers what was shown before anybody had bound it.
ALTER TABLE attribution ADD COLUMN from_punch INTEGER NOT NULL DEFAULT 0;
