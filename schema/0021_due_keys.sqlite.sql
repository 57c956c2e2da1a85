-- How many looks in a row found the month of a tap picture key over: a clock that is wrong for an hour destroys none.
ALTER TABLE data_key ADD COLUMN looks_due INTEGER NOT NULL DEFAULT 0;
