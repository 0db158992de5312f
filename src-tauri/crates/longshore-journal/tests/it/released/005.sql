-- What a journal of version 5 holds beyond version 4: a field that was left out of a plan, a setting, a watched folder
-- with what came in. Never changed once released.
INSERT INTO left_out (change, run, fields) VALUES (44, 7, '["regular_price"]');
INSERT INTO setting (name, value) VALUES ('language', '"fr"');
INSERT INTO watched (id, state, added_at) VALUES (1, '{"folder":"/in"}', 1800000007000);
INSERT INTO arrival (id, watched, at, body) VALUES (1, 1, 1800000008000, '{"file":"Hats.csv"}');
