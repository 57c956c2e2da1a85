-- How visitors and those who apply are told from one another.

-- In which form of names the row was written; 0: by 0060, which knew no other difference than case and space around.
-- A start writes such rows anew.
ALTER TABLE blocked_by ADD COLUMN form INTEGER NOT NULL DEFAULT 0;

-- The employee whose page applied: phones and WeChat ids change. Of what stands it is whoever has both still.
ALTER TABLE visit ADD COLUMN applied_by INTEGER REFERENCES person (id);
UPDATE visit SET applied_by = (SELECT b.person FROM wechat_binding b JOIN person p ON p.id = b.person
    WHERE b.organization = visit.organization AND b.wechat_id = visit.applied_from AND p.phone = visit.proposer)
    WHERE applied_from <> '';
