-- Version 6: which changes concern a record of a store. Whose store it is, the run knows.
CREATE INDEX change_record ON change (entity, store_id) WHERE store_id IS NOT NULL;
