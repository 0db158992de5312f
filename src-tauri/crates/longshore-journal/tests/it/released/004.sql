-- What a journal of version 4 holds beyond version 3: a record that was found again by its mark, and how far the store's
-- numbers went before a request. Never changed once released.
UPDATE intent SET newest = 19 WHERE id = 5;
UPDATE result SET found = 'mark' WHERE change = 41;
