-- Records that may be of one person.

-- name: on_likeness :one (ref blob) -> (id id, person id, other id)
SELECT id, person, other FROM likeness WHERE ref = :ref;

-- name: likeness_get :one (id id) -> (ref blob, person id, other id)
SELECT ref, person, other FROM likeness WHERE id = :id;

-- name: likeness_add :run (ref blob, person id, other id, act id)
INSERT INTO likeness (ref, person, other, act) VALUES (:ref, :person, :other, :act);

-- How many likenesses there are of two persons, whichever came first.
-- name: likeness_between :one (person id, other id) -> (n int)
SELECT COUNT(*) AS n FROM likeness
WHERE (person = :person AND other = :other) OR (person = :other AND other = :person);

-- Likenesses of a person that nobody decided, with the organisations that know both and were not told yet.
-- name: likeness_untold :many (person id) -> (likeness id, about id, org id)
SELECT l.id AS likeness, l.person AS about, a.org
FROM likeness l JOIN relation a ON a.person = l.person JOIN relation b ON b.person = l.other AND b.org = a.org
WHERE (l.person = :person OR l.other = :person) AND (a.kinds & 3) <> 0 AND (b.kinds & 3) <> 0
	AND NOT EXISTS (SELECT 1 FROM link k WHERE k.person = l.person AND k.other = l.other AND k.void = 0
		AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = k.id))
	AND NOT EXISTS (SELECT 1 FROM task t WHERE t.person = l.person AND t.kind = 4 AND t.likeness = l.id AND t.org = a.org)
ORDER BY l.id, a.org;

-- One side of a likeness.
-- name: likeness_side :one (person id) -> (ref blob, age code, sex code, speech code, municipality code, since day,
--   source code)
SELECT p.ref, n.age, n.sex, n.speech, n.municipality, n.since, COALESCE(s.source, 1) AS source
FROM person p JOIN person_now n ON n.person = p.id LEFT JOIN signal s ON s.id = (SELECT MIN(f.id) FROM signal f
	WHERE f.person = :person AND f.void = 0 AND NOT EXISTS (SELECT 1 FROM signal x WHERE x.supersedes = f.id))
WHERE p.id = :person;

-- name: link_put :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, likeness id, other id, state code, why code?) -> (id id)
INSERT INTO link (person, org, happened, precision, act, certainty, void, supersedes, likeness, other, state, why)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :likeness, :other, :state, :why)
RETURNING id;

-- A likeness of two persons, whichever came first.
-- name: likeness_pair :one (person id, other id) -> (id id, person id, other id)
SELECT id, person, other FROM likeness
WHERE (person = :person AND other = :other) OR (person = :other AND other = :person);

-- The newest word on a likeness that stands, whoever said it.
-- name: link_newest :one (person id, other id) -> (id id, org id, state code, why code?)
SELECT id, org, state, why FROM link l WHERE l.person = :person AND l.other = :other AND l.void = 0
	AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = l.id)
ORDER BY id DESC LIMIT 1;

-- The same of one organisation's own words; what the registry found (why 1) is nobody's.
-- name: link_newest_of :one (person id, other id, org id) -> (id id, state code)
SELECT id, state FROM link l WHERE l.person = :person AND l.other = :other AND l.org = :org AND l.void = 0
	AND COALESCE(l.why, 0) <> 1 AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = l.id)
ORDER BY id DESC LIMIT 1;

-- Persons whose newest standing word in common with this one is "the same" (2).
-- name: link_same :many (person id) -> (other id)
SELECT l.other FROM link l WHERE l.person = :person AND l.state = 2 AND l.void = 0
	AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = l.id)
	AND NOT EXISTS (SELECT 1 FROM link n WHERE n.person = l.person AND n.other = l.other AND n.id > l.id AND n.void = 0
		AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = n.id))
UNION
SELECT l.person AS other FROM link l WHERE l.other = :person AND l.state = 2 AND l.void = 0
	AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = l.id)
	AND NOT EXISTS (SELECT 1 FROM link n WHERE n.person = l.person AND n.other = l.other AND n.id > l.id AND n.void = 0
		AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = n.id))
ORDER BY 1;

-- What the registry itself found of a person by equal documents (why 1), and stands.
-- name: link_documents :many (person id) -> (id id, other id)
SELECT l.id, l.other FROM link l WHERE l.person = :person AND l.why = 1 AND l.void = 0
	AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = l.id)
UNION
SELECT l.id, l.person AS other FROM link l WHERE l.other = :person AND l.why = 1 AND l.void = 0
	AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = l.id)
ORDER BY 1;
