-- Which face host calls a guest so, as the site has set its address; empty: not known, or they were taken out there. A
-- number is believed of the host alone that gave it.
ALTER TABLE guest ADD COLUMN face_host TEXT NOT NULL DEFAULT '';
