ALTER TABLE org ADD COLUMN code code NOT NULL DEFAULT 0; -- its kind
INSERT INTO org (name, code) VALUES ('First; -- it''s one', 7);
