-- Signs.

-- What the newest sign that stands says of the person's age; before there was one, what was written down on arrival.
-- name: signal_age :one (person id) -> (age code)
SELECT w.age FROM (
	SELECT s.age, s.id, 1 AS rank FROM signal s
	WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM signal x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT a.age, a.id, 0 FROM arrival a
	WHERE a.person = :person AND a.void = 0 AND NOT EXISTS (SELECT 1 FROM arrival x WHERE x.supersedes = a.id)) w
ORDER BY w.rank DESC, w.id DESC LIMIT 1;

-- name: signal_add :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, source code, municipality code, age code, sex code, speech code) -> (id id)
INSERT INTO signal (person, org, happened, precision, act, certainty, void, supersedes, ref, source, municipality, age,
	sex, speech)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :source, :municipality, :age,
	:sex, :speech)
RETURNING id;
