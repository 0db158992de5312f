-- Version 7: when a remembered record was made, so that another one that got its number is not taken for it; whether
-- a removed store is gone for good; which changes have a label, by which people look for them.
ALTER TABLE remembered ADD COLUMN made TEXT;
-- Where the table is damaged its index still tells everything.
DROP INDEX remembered_record;
CREATE INDEX remembered_record ON remembered (connection, entity, store_id, made);
ALTER TABLE connection ADD COLUMN is_over INTEGER NOT NULL DEFAULT 0;
CREATE INDEX change_label ON change (label COLLATE NOCASE);
