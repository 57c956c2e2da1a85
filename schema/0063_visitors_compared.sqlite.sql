-- How visitors and those who apply are told from one another.

-- In which form of names the row was written; 0: by 0060, which knew no other difference than case and space around.
-- A start writes such rows anew.
ALTER TABLE blocked_by ADD COLUMN form INTEGER NOT NULL DEFAULT 0;
