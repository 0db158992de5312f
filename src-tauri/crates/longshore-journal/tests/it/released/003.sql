-- What a journal of version 3 holds beyond version 2: a content that a watched folder brought in, and what went into
-- the trash with a record. Never changed once released.
INSERT INTO accepted (connection, content, name, run, at) VALUES (3, 'c0ffee', 'Hats.csv', 4, 1800000006000);
INSERT INTO along (change, records) VALUES (41, x'015b5d');
