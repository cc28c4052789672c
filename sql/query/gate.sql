-- What the gate asks (keeper/gate.c): who a thing belongs to, and what stands between an account and a person, on
-- whichever of her records it was said.

-- All there is between an account and a person, in one row, which is there for nobody (person 0) too: why the file is
-- closed to it (closed_why), what its organisation is to her, what it has opened her file for and is still open (an
-- emergency last), and whether that is an emergency (1).
-- name: gate_person :one (person id, org id, unit id, account id, now instant)
--   -> (why code?, kinds int?, use code?, glass int)
SELECT
	CASE WHEN EXISTS (SELECT 1 FROM closed c WHERE c.person = :person AND c.org = :org
			AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0))))) THEN 1
		WHEN EXISTS (SELECT 1 FROM conflict k WHERE k.account = :account AND k.person IN (SELECT x.id FROM person x WHERE x.id = :person
				UNION SELECT b.person FROM same_person a JOIN same_person b ON b.first = a.first WHERE a.person = :person)) THEN 2
		WHEN EXISTS (SELECT 1 FROM own_token o JOIN identity_token t ON t.family = o.family AND t.token = o.token
			WHERE o.account = :account AND t.person IN (SELECT x.id FROM person x WHERE x.id = :person
				UNION SELECT b.person FROM same_person a JOIN same_person b ON b.first = a.first WHERE a.person = :person)) THEN 3 END AS why,
	(SELECT r.kinds FROM relation r WHERE r.person = :person AND r.org = :org) AS kinds,
	(SELECT o.use FROM opening o WHERE o.account = :account AND o.person = :person AND o.until > :now
		ORDER BY CASE WHEN o.use = 7 THEN 1 ELSE 0 END, o.id DESC LIMIT 1) AS use,
	(SELECT COUNT(*) FROM glass g WHERE g.person = :person AND g.account = :account AND g.until > :now
		AND NOT EXISTS (SELECT 1 FROM glass_review v WHERE v.glass = g.id AND v.justified = 0)) AS glass;

-- Why a person's file is closed to an account; NULL: it is not. 1 in her own words (unit 0: an account without one
-- counts as of every unit), 2 the account said that it knows her, 3 it declared somebody of its own who has a token of
-- hers.
-- name: closed_why :one (person id, org id, unit id, account id) -> (why code?)
SELECT CASE WHEN EXISTS (SELECT 1 FROM closed c WHERE c.person = :person AND c.org = :org
			AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0))))) THEN 1
		WHEN EXISTS (SELECT 1 FROM conflict k WHERE k.account = :account AND k.person IN (SELECT x.id FROM person x WHERE x.id = :person
				UNION SELECT b.person FROM same_person a JOIN same_person b ON b.first = a.first WHERE a.person = :person)) THEN 2
		WHEN EXISTS (SELECT 1 FROM own_token o JOIN identity_token t ON t.family = o.family AND t.token = o.token
			WHERE o.account = :account AND t.person IN (SELECT x.id FROM person x WHERE x.id = :person
				UNION SELECT b.person FROM same_person a JOIN same_person b ON b.first = a.first WHERE a.person = :person)) THEN 3 END AS why;

-- Whether a person's file is closed to an account; 0 is no.
-- name: block_has :one (person id, org id, unit id, account id) -> (n int)
SELECT CASE WHEN EXISTS (SELECT 1 FROM closed c WHERE c.person = :person AND c.org = :org
			AND (c.account = :account OR (c.account IS NULL AND (c.unit IS NULL OR :unit IN (c.unit, 0)))))
	OR EXISTS (SELECT 1 FROM conflict k WHERE k.account = :account AND k.person IN (SELECT x.id FROM person x WHERE x.id = :person
				UNION SELECT b.person FROM same_person a JOIN same_person b ON b.first = a.first WHERE a.person = :person))
	OR EXISTS (SELECT 1 FROM own_token o JOIN identity_token t ON t.family = o.family AND t.token = o.token
			WHERE o.account = :account AND t.person IN (SELECT x.id FROM person x WHERE x.id = :person
				UNION SELECT b.person FROM same_person a JOIN same_person b ON b.first = a.first WHERE a.person = :person)) THEN 1 ELSE 0 END AS n;

-- name: on_user :one (ref blob) -> (id id, org id)
SELECT id, org FROM account WHERE ref = :ref;

-- name: on_proposal :one (ref blob) -> (id id, person id?, other id?)
SELECT id, person, other FROM proposal WHERE ref = :ref;

-- name: on_complaint :one (ref blob) -> (id id)
SELECT id FROM complaint WHERE ref = :ref;

-- Whose emergency it was; `units` is how many units that organisation has.
-- name: on_glass :one (ref blob) -> (id id, person id, account id, org id, unit id?, units int)
SELECT g.id, g.person, g.account, g.org, g.unit, (SELECT COUNT(*) FROM unit u WHERE u.org = g.org) AS units
FROM glass g WHERE g.ref = :ref;
