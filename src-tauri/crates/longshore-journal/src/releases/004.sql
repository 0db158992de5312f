-- Version 4: how records were found again whose answer was lost.

-- The greatest number that a record of the kind had before the request left, where it was asked for: what the request
-- makes has a greater one.
ALTER TABLE intent ADD COLUMN newest INTEGER;

-- By what the record was found in the store; NULL where the store answered.
ALTER TABLE result ADD COLUMN found TEXT;
CREATE INDEX result_found ON result (found) WHERE found IS NOT NULL;
