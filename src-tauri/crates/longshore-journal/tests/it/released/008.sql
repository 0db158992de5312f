-- What a journal of version 8 holds beyond version 7: a picture of this computer that was uploaded. Never changed once
-- released.
INSERT INTO upload (id, run, removes, content, path, size, state, mark, media, refusal)
VALUES (1, 7, 0, 'sha256=00ff', 'C:\pictures\hat.jpg', 12, 2, 'longshore-1', 91, NULL);
