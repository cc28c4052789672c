-- Other bodies that cosign the log's head.

-- name: witness_insert :one (name text, key blob, act id) -> (id id)
INSERT INTO witness (name, key, act) VALUES (:name, :key, :act) RETURNING id;

-- name: witness_by_name :one (name text) -> (id id, key blob)
SELECT id, key FROM witness WHERE name = :name;

-- Every witness and the newest head it has signed.
-- name: witness_all :many () -> (name text, size int?, at instant?)
SELECT w.name, c.size, c.at FROM witness w LEFT JOIN cosignature c ON c.witness = w.id
	AND NOT EXISTS (SELECT 1 FROM cosignature x WHERE x.witness = w.id AND x.size > c.size)
ORDER BY w.name;

-- name: cosignature_newest :one (witness id) -> (size int, at instant)
SELECT size, at FROM cosignature WHERE witness = :witness ORDER BY size DESC LIMIT 1;

-- The same head may be signed again: that it was seen at a later time.
-- name: cosignature_put :run (witness id, size int, at instant, signature blob)
INSERT INTO cosignature (witness, size, at, signature) VALUES (:witness, :size, :at, :signature)
ON CONFLICT (witness, size) DO UPDATE SET at = excluded.at, signature = excluded.signature;

-- Only the newest of each are kept: what a witness has seen before follows from them.
-- name: cosignature_drop :run (witness id, size int)
DELETE FROM cosignature WHERE witness = :witness AND size < :size;
