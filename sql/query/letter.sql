-- What a paper for the person needs.

-- Every entry of the log about a person, oldest first, with names as they are today.
-- name: letter_looks :many (person id) -> (n id, at instant, op text, verdict code, use code?, org_name text?,
--   unit_name text?)
SELECT a.n, a.at, a.op, a.verdict, a.use, o.name AS org_name, u.name AS unit_name
FROM audit a LEFT JOIN account c ON c.id = a.actor LEFT JOIN org o ON o.id = a.org
	LEFT JOIN unit u ON u.id = COALESCE(a.unit, c.unit)
WHERE a.person = :person ORDER BY a.n;
