-- What a journal of version 2 holds beyond version 1: a run whose records are gone, a plan that was not finished, and
-- drafts that were saved while the clock was wrong. Never changed once released.
INSERT INTO run (id, connection, kind, mode, is_reversed, status, source_name, source_size, source_fingerprint, search,
    planned_at, started_at, finished_at, rows, reduced_at)
VALUES (4, 3, 'import', 'create_update', 0, 4, 'Old.csv', 12, -3, 'shop' || char(10) || 'old.csv',
    1700000000000, 1700000001000, 1700000002000, 2, 1800000000000);
INSERT INTO run_detail (run, settings) VALUES (4, '{}');
INSERT INTO tally (run, part, action, state, count) VALUES (4, 0, 0, 2, 2);
INSERT INTO run (id, connection, kind, mode, is_reversed, status, source_name, source_size, source_fingerprint, search,
    planned_at, planning)
VALUES (8, 3, 'import', 'create_update', 0, 0, 'Half.csv', 12, -4, 'shop' || char(10) || 'half.csv', 1800000005000, 1);
INSERT INTO run_detail (run, settings) VALUES (8, '{}');
INSERT INTO draft (id, state, begun_at, saved_at, saved_step)
VALUES (1, '{"step":1}', 1800000000000, 1800000009000, 1), (2, '{"step":2}', 1800000000000, 1800000001000, 2);
