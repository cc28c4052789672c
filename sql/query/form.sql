-- Forms of the registry's own, and the pair of keys for answers that are encrypted on a telephone.

-- name: form_pair_get :one (org id) -> (id id, ref blob, public text, secret blob)
SELECT id, ref, public, secret FROM form_pair WHERE org = :org;

-- name: form_pair_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM form_pair;

-- name: form_pair_add :run (id id, ref blob, org id, made instant, public text, secret blob)
INSERT INTO form_pair (id, ref, org, made, public, secret) VALUES (:id, :ref, :org, :made, :public, :secret);

-- name: form_put :run (name text, version text, title text, hash text, xform text, act id)
INSERT INTO form (name, version, title, hash, xform, act) VALUES (:name, :version, :title, :hash, :xform, :act);

-- name: form_get :one (name text, version text) -> (id id, version text, title text, hash text, xform text, ended id?)
SELECT id, version, title, hash, xform, ended FROM form WHERE name = :name AND version = :version;

-- The newest version of it that stands.
-- name: form_newest :one (name text) -> (id id, version text, title text, hash text, xform text, ended id?)
SELECT id, version, title, hash, xform, ended FROM form WHERE name = :name AND ended IS NULL AND hash <> '' ORDER BY id DESC LIMIT 1;

-- name: form_all :many () -> (id id, name text, version text, title text, hash text, at instant, ended id?, newest code)
SELECT f.id, f.name, f.version, f.title, f.hash, a.at, f.ended,
	CASE WHEN EXISTS (SELECT 1 FROM form g WHERE g.name = f.name AND g.ended IS NULL AND g.hash <> ''
	AND g.id > f.id) THEN 0 ELSE 1 END AS newest
FROM form f JOIN act a ON a.n = f.act WHERE f.hash <> '' ORDER BY f.name, f.id DESC;

-- name: form_end :run (id id, act id)
UPDATE form SET ended = :act WHERE id = :id AND ended IS NULL;

-- What is begun anew, or has come whole.
-- name: form_set :run (id id, title text, hash text, xform text, act id)
UPDATE form SET title = :title, hash = :hash, xform = :xform, act = :act WHERE id = :id;

-- name: form_part_add :run (form id, part code, xform text)
INSERT INTO form_part (form, part, xform) VALUES (:form, :part, :xform);

-- name: form_part_list :many (form id) -> (part code, xform text)
SELECT part, xform FROM form_part WHERE form = :form ORDER BY part;

-- name: form_parts_drop :run (form id)
DELETE FROM form_part WHERE form = :form;
