-- The registry's own row.

-- name: registry_get :one () -> (ref blob, profile text, demonstration code, built code, created instant)
SELECT ref, profile, demonstration, built, created FROM registry WHERE n = 1;

-- name: registry_add :run (ref blob, profile text, demonstration code, built code, created instant)
INSERT INTO registry (n, ref, profile, demonstration, built, created)
VALUES (1, :ref, :profile, :demonstration, :built, :created);

-- name: registry_set_built :run ()
UPDATE registry SET built = 1 WHERE n = 1 AND demonstration = 1;
