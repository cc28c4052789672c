-- Queries of the tests.

-- name: sample_org_add :one (name text) -> (id id)
INSERT INTO org (name) VALUES (:name) RETURNING id;

-- name: sample_org_list :many () -> (id id, name text, code code)
SELECT id, name, code FROM org ORDER BY id;

-- name: sample_person_add :one (ref blob) -> (id id)
INSERT INTO person (ref) VALUES (:ref) RETURNING id;

-- name: sample_person_by_ref :one (ref blob) -> (id id)
SELECT id FROM person WHERE ref = :ref;

-- name: sample_act_add :run (n id, at instant)
INSERT INTO act (n, at) VALUES (:n, :at);

-- name: sample_relation_add :run (person id, org id)
INSERT INTO relation (person, org) VALUES (:person, :org) ON CONFLICT DO NOTHING;
