-- Programs of machines: what was uploaded for a product, and what of it its machines are offered.

-- `name`: MODEL-VERSION, as machines fetch it. `file`: where its bytes lie in the folder of firmware. What is offered is what
-- was published last.
CREATE TABLE firmware (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    product INTEGER NOT NULL REFERENCES product (id),
    version TEXT NOT NULL,
    upgrade TEXT NOT NULL CHECK (upgrade IN ('normal', 'force')),
    name TEXT NOT NULL UNIQUE,
    file TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    md5 TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    published_at INTEGER
) STRICT;
CREATE INDEX firmware_by_product ON firmware (product, published_at);

-- What an operator had a machine do. `number`: by which its answer is known. Sealed: both pass on what the machine knows.
CREATE TABLE device_order (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    device INTEGER NOT NULL REFERENCES device (id),
    kind TEXT NOT NULL CHECK (kind IN ('control', 'log_upload')),
    number TEXT NOT NULL UNIQUE,
    actor TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    sealed_asked BLOB NOT NULL,
    answered_at INTEGER,
    sealed_answer BLOB
) STRICT;
CREATE INDEX device_order_by_device ON device_order (device, id);

-- May read features that other apps enrolled.
ALTER TABLE app ADD COLUMN feature_query INTEGER NOT NULL DEFAULT 0;
-- How an app shows itself to organizations. `screenshots`, `models`: JSON, lists of texts.
CREATE TABLE app_listing (
    app INTEGER PRIMARY KEY REFERENCES app (id),
    app_url TEXT NOT NULL,
    web_url TEXT NOT NULL,
    contact TEXT NOT NULL,
    screenshots TEXT NOT NULL,
    models TEXT NOT NULL
) STRICT;
