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

-- Likenesses of a person that nobody decided, with the organisations that know both and were not told yet. Who was not sure
-- (4) decided nothing, nor did the registry, which only weighed (why 5).
-- name: likeness_untold :many (person id) -> (likeness id, about id, org id)
SELECT l.id AS likeness, l.person AS about, a.org
FROM likeness l JOIN relation a ON a.person = l.person JOIN relation b ON b.person = l.other AND b.org = a.org
WHERE (l.person = :person OR l.other = :person) AND (a.kinds & 3) <> 0 AND (b.kinds & 3) <> 0
	AND NOT EXISTS (SELECT 1 FROM link k WHERE k.person = l.person AND k.other = l.other AND k.void = 0 AND k.state <> 4
		AND COALESCE(k.why, 0) <> 5 AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = k.id))
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
--   supersedes id?, likeness id, other id, state code, why code?, model text?, bits int?) -> (id id)
INSERT INTO link (person, org, happened, precision, act, certainty, void, supersedes, likeness, other, state, why, model, bits)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :likeness, :other, :state, :why, :model,
	:bits)
RETURNING id;

-- A likeness of two persons, whichever came first.
-- name: likeness_pair :one (person id, other id) -> (id id, person id, other id)
SELECT id, person, other FROM likeness
WHERE (person = :person AND other = :other) OR (person = :other AND other = :person);

-- The newest word on a likeness that stands, whoever said it; "not sure" (4) only where nobody is.
-- name: link_newest :one (person id, other id) -> (id id, org id, state code, why code?)
SELECT id, org, state, why FROM link l WHERE l.person = :person AND l.other = :other AND l.void = 0
	AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = l.id)
ORDER BY CASE WHEN l.state = 4 THEN 0 ELSE 1 END DESC, id DESC LIMIT 1;

-- The same of one organisation's own words; what the registry found (why 1 and 5) is nobody's.
-- name: link_newest_of :one (person id, other id, org id) -> (id id, state code)
SELECT id, state FROM link l WHERE l.person = :person AND l.other = :other AND l.org = :org AND l.void = 0
	AND COALESCE(l.why, 0) NOT IN (1, 5) AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = l.id)
ORDER BY id DESC LIMIT 1;

-- By which model two records had been weighed when somebody spoke, and how much.
-- name: link_weighed :one (id id) -> (model text?, bits int?)
SELECT model, bits FROM link WHERE id = :id;

-- Persons whose newest standing word in common with this one is "the same" (2); "not sure" (4) takes nothing back. What the
-- registry weighed by itself (why 5) counts in figures alone: a name and a birthday open, close and tell nothing.
-- name: link_same :many (person id) -> (other id)
SELECT l.other FROM link l WHERE l.person = :person AND l.state = 2 AND l.void = 0 AND COALESCE(l.why, 0) <> 5
	AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = l.id)
	AND NOT EXISTS (SELECT 1 FROM link n WHERE n.person = l.person AND n.other = l.other AND n.id > l.id AND n.void = 0
		AND n.state <> 4 AND COALESCE(n.why, 0) <> 5
		AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = n.id))
UNION
SELECT l.person AS other FROM link l WHERE l.other = :person AND l.state = 2 AND l.void = 0 AND COALESCE(l.why, 0) <> 5
	AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = l.id)
	AND NOT EXISTS (SELECT 1 FROM link n WHERE n.person = l.person AND n.other = l.other AND n.id > l.id AND n.void = 0
		AND n.state <> 4 AND COALESCE(n.why, 0) <> 5
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

-- What the engine made of a likeness.
-- name: weighed_newest :one (likeness id) -> (id id, model text, bits int)
SELECT id, model, bits FROM weighed WHERE likeness = :likeness ORDER BY id DESC LIMIT 1;

-- name: weighed_parts :many (weighed id) -> (compared code, agree code, bits int)
SELECT compared, agree, bits FROM weighed_part WHERE weighed = :weighed ORDER BY compared;

-- name: weighed_add :one (likeness id, model text, bits int, act id) -> (id id)
INSERT INTO weighed (likeness, model, bits, act) VALUES (:likeness, :model, :bits, :act) RETURNING id;

-- name: weighed_part_add :run (weighed id, compared code, agree code, bits int)
INSERT INTO weighed_part (weighed, compared, agree, bits) VALUES (:weighed, :compared, :agree, :bits);

-- The review queue of an organisation: pairs it knows both sides of (4), surest first, and its own people whom another agency
-- may know (36); nothing of whom is closed to who asks.
-- name: likeness_queue :many (scope_org id, unit id, account id) -> (task blob, kind code, due_at instant, person blob,
--   age code, sex code, speech code, municipality code, likeness blob, bits int?, unsure code)
SELECT t.ref AS task, t.kind, t.due_at, p.ref AS person, n.age, n.sex, n.speech, n.municipality, l.ref AS likeness,
	(SELECT w.bits FROM weighed w WHERE w.likeness = l.id ORDER BY w.id DESC LIMIT 1) AS bits,
	CASE WHEN EXISTS (SELECT 1 FROM link k WHERE k.person = l.person AND k.other = l.other AND k.org = t.org AND k.state = 4
		AND k.void = 0 AND NOT EXISTS (SELECT 1 FROM link x WHERE x.supersedes = k.id)) THEN 1 ELSE 0 END AS unsure
FROM task t JOIN relation r ON r.person = t.person AND r.org = :scope_org AND (r.kinds & 7) <> 0
	JOIN likeness l ON l.id = t.likeness JOIN person p ON p.id = t.person JOIN person_now n ON n.person = t.person
WHERE t.org = :scope_org AND t.done = 0 AND t.kind IN (4, 36) AND {open_to t.about} AND (t.other IS NULL OR ({open_to t.other}))
ORDER BY CASE WHEN t.kind = 4 THEN 0 ELSE 1 END, COALESCE((SELECT w.bits FROM weighed w WHERE w.likeness = l.id
	ORDER BY w.id DESC LIMIT 1), -1000) DESC, t.id LIMIT 200;

-- Whoever was told that another agency may know a person: of which likeness, and whom it knows.
-- name: likeness_of_task :one (task id) -> (kind code, likeness id?, person id?, done code)
SELECT kind, likeness, person, done FROM task WHERE id = :task;

-- What an organisation has to do about a pair it knows both sides of.
-- name: likeness_task :one (likeness id, org id) -> (ref blob)
SELECT ref FROM task WHERE likeness = :likeness AND org = :org AND kind = 4 ORDER BY id DESC LIMIT 1;

-- Whether any part of an organisation may not see a person's file: she is not spoken of to it.
-- name: likeness_shut :one (person id, org id) -> (n int)
SELECT COUNT(*) AS n FROM closed WHERE person = :person AND org = :org;

-- Organisations that work with one side of a likeness (7: met, supports, decides), those told of it already marked.
-- scope: keeper tells each of its own side and nothing of the other
-- With the rows of `identity` between which she was named.
-- name: likeness_sides :many (likeness id) -> (person id, org id, kind code, kinds int, named int, named_last int, told code)
SELECT r.person, r.org, o.kind, r.kinds, (SELECT COALESCE(MIN(i.id), 0) FROM identity i WHERE i.person = r.person) AS named,
	(SELECT COALESCE(MAX(i.id), 0) FROM identity i WHERE i.person = r.person) AS named_last,
	CASE WHEN EXISTS (SELECT 1 FROM task t WHERE t.likeness = :likeness AND t.org = r.org) THEN 1 ELSE 0 END AS told
FROM likeness l JOIN relation r ON r.person IN (l.person, l.other) JOIN org o ON o.id = r.org
WHERE l.id = :likeness AND (r.kinds & 7) <> 0 ORDER BY r.person, r.org;
