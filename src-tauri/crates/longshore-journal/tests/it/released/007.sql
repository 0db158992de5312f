-- What a journal of version 7 holds beyond version 6: when what is remembered was made. Never changed once released.
UPDATE remembered SET made = '2026-01-02T03:04:05' WHERE key = 'sku:hat-1';
