-- Who asks, and who never did.

-- How often each unit of bodies that meet people asked in a time, by its own accounts.
-- scope: national
-- name: practice_units :many (from_day day, to_day day) -> (code text, name text, org_name text, org_kind code, municipality code?, n int)
SELECT u.code, u.name, o.name AS org_name, o.kind AS org_kind, u.municipality,
	(SELECT COUNT(*) FROM screening_more m JOIN screening s ON s.id = m.screening
		WHERE m.unit = u.id AND s.happened BETWEEN :from_day AND :to_day AND s.void = 0
			AND NOT EXISTS (SELECT 1 FROM screening x WHERE x.supersedes = s.id)) AS n
FROM unit u JOIN org o ON o.id = u.org
ORDER BY o.name, u.name, u.id;

-- How often a unit asked since a day.
-- scope: keeper it counts a unit's own work
-- name: practice_unit :one (unit id, since day) -> (n int)
SELECT COUNT(*) AS n FROM screening s JOIN screening_more m ON m.screening = s.id
WHERE m.unit = :unit AND s.happened >= :since AND s.void = 0
	AND NOT EXISTS (SELECT 1 FROM screening x WHERE x.supersedes = s.id);

-- The same of an organisation.
-- scope: keeper it counts an organisation's own work
-- name: practice_org :one (org id, since day) -> (n int)
SELECT COUNT(*) AS n FROM screening s WHERE s.org = :org AND s.happened >= :since AND s.void = 0
	AND NOT EXISTS (SELECT 1 FROM screening x WHERE x.supersedes = s.id);

-- Every value of the records of a register that stand, record by record.
-- name: help_values :many (reg code) -> (entry id, field code, rank code, amount int?, words text?)
SELECT v.entry, v.field, v.rank, v.amount, v.words FROM entry_now n JOIN entry_value v ON v.entry = n.entry
WHERE n.register = :reg ORDER BY v.entry, v.field, v.rank;

-- An organisation's records of a register that stand, value by value.
-- name: centre_values :many (reg code, org id) -> (entry id, field code, rank code, amount int?, words text?)
SELECT v.entry, v.field, v.rank, v.amount, v.words FROM entry_now n JOIN entry_value v ON v.entry = n.entry
WHERE n.register = :reg AND n.org = :org ORDER BY v.entry, v.field, v.rank;
