-- Whose card_format read the text: what is read again when that turns out to be another one.
ALTER TABLE presented ADD COLUMN read_by INTEGER REFERENCES client (id);
UPDATE presented SET read_by = (SELECT max(client) FROM licence WHERE organization = presented.organization
    HAVING count(DISTINCT client) = 1) WHERE kind = 'card';
