-- What a comparison of all records was made with, and what of it could not be written down.
ALTER TABLE match_run ADD COLUMN model text;                    -- model and its version; NULL: it did not end well
ALTER TABLE match_run ADD COLUMN aside int NOT NULL DEFAULT 0;  -- pairs set aside since then: they could not be written down
