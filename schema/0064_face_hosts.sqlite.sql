-- Guests at the face host: which one knows them, and by what photo; WeChat ids that reach nobody.

-- Which face host calls a guest so, as the site has set its address; empty: not known, or they were taken out there. A
-- number is believed of the host alone that gave it.
ALTER TABLE guest ADD COLUMN face_host TEXT NOT NULL DEFAULT '';

-- What came with the application; it lies under the key of the month in which the visit ends.
ALTER TABLE guest ADD COLUMN photo INTEGER REFERENCES picture (id);
CREATE INDEX guest_by_photo ON guest (photo) WHERE photo IS NOT NULL;

-- Since when WeChat calls the id invalid: nothing is sent to it until it is bound again.
ALTER TABLE wechat_binding ADD COLUMN invalid_at INTEGER;
