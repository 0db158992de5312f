-- What a journal of version 1 may hold: one import that was interrupted, and its undo. Never changed once released.
INSERT INTO connection (id, name, url, consumer_key, secret_kept_in, settings, added_at)
VALUES (3, 'shop', 'https://shop.example', 'ck_1', 'keychain', '{"speed":5}', 1800000000000);
INSERT INTO profile (id, name, fingerprint, body, saved_at)
VALUES (2, 'Supplier', -1, '{"name":"Supplier","platform":"","match_keys":["sku"],"mode":"create_update","blank":"keep"}', 1800000000000);
INSERT INTO run (id, connection, kind, mode, is_reversed, status, source_name, source_size, source_fingerprint,
    profile_name, search, planned_at, started_at, running_since, seen_at, rows, unchanged)
VALUES (7, 3, 'import', 'create_update', 0, 1, 'Prices.csv', 12, -2, 'Supplier', 'shop' || char(10) || 'prices.csv',
    1800000000000, 1800000001000, 1800000001000, 1800000004000, 5, 1);
INSERT INTO run_detail (run, settings, profile, header, unchanged)
VALUES (7, '{"reading":{"delimiter":";"},"options":{"limit":9}}', '{"name":"Supplier"}', '{"columns":["SKU"],"line":1}',
    x'3A3000000100000000000000100000000500');
INSERT INTO change (id, run, phase, action, entity, kin, part, state, counted, row, store_id, label, reason)
VALUES (41, 7, 1, 1, 0, 0, 0, 3, 3, 1, 20, 'hat-1', 'fields_differ'), (42, 7, 1, 0, 0, 0, 0, 1, 1, 2, NULL, 'hat-2', 'not_in_store'),
    (43, 7, 1, 0, 0, 0, 0, 4, 4, 3, NULL, 'hat-3', 'not_in_store'), (44, 7, 1, 0, 0, 0, 0, 0, 0, 4, NULL, 'hat-4', 'not_in_store');
INSERT INTO tally (run, part, action, state, count) VALUES (7, 0, 1, 3, 1), (7, 0, 0, 1, 1), (7, 0, 0, 4, 1), (7, 0, 0, 0, 1);
UPDATE sequence SET next = 45 WHERE name = 'change';
INSERT INTO change_body (change, body)
SELECT id, CAST(char(1) || '{"fields":[["regular_price",{"decimal":"19.90"}]]}' AS BLOB) FROM change WHERE id > 41;
INSERT INTO change_body (change, body) VALUES (41, CAST(char(1) ||
    '{"record":{"stored":20},"fields":[["regular_price",{"decimal":"19.90"}]],"before":[["regular_price",{"decimal":"18"}]]}'
    AS BLOB));
INSERT INTO intent (id, run, at, changes, open) VALUES (5, 7, 1800000003000, '[41,42,43]', 1);
INSERT INTO effect (change, intent, sent, before)
VALUES (41, 5, NULL, CAST(char(1) || '{"entity":"product","id":20,"modified":"2026-11-21T10:00:00","fields":[["name",{"text":"Hat"}],["regular_price",{"decimal":"18"}],["sku","empty"]]}' AS BLOB)),
    (42, 5, CAST(char(1) || '[["regular_price",{"decimal":"19.90"}],["upsell_ids",{"references":[{"stored":20}]}]]' AS BLOB), NULL),
    (43, 5, NULL, NULL);
INSERT INTO result (change, at, outcome, kept, touched)
VALUES (41, 1800000004000, '{"altered":[{"field":"regular_price","expected":{"decimal":"19.90"},"found":{"decimal":"1990"}}]}',
    CAST(char(1) || '{"since_before":{"id":20,"fields":[["regular_price",{"decimal":"1990"}]],"gone":["sku"]}}' AS BLOB),
    '["regular_price"]'),
    (43, 1800000004000, '{"failed":{"code":"product_invalid_sku","status":400,"message":"no","existing":null}}', NULL, NULL);
INSERT INTO altered (connection, entity, store_id, fields) VALUES (3, 0, 20, CAST(char(1) ||
    '[[["regular_price",{"decimal":"19.90"}]],[["regular_price",{"decimal":"1990"}]]]' AS BLOB));
INSERT INTO remembered (connection, source, entity, key, store_id) VALUES (3, 'supplier', 0, 'sku:hat-1', 20);
INSERT INTO image (connection, src, media) VALUES (3, 'https://a.example/b.jpg', 77);
INSERT INTO identity (id, current) VALUES (1, 20);
INSERT INTO identity_number (connection, entity, store_id, identity) VALUES (3, 0, 12, 1), (3, 0, 20, 1);
INSERT INTO rejected (run, row, line, cells, reasons) VALUES (7, 3, 4, CAST(char(1) || '["hat-3"]' AS BLOB),
    '[{"code":"store_refused","severity":"error","row":3}]');
