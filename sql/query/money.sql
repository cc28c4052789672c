-- Money: what help cost, and which grant paid for it.

-- name: service_more_add :run (service id, ends day?, provider id?, cost int?, granted_by id?, grant_number text?)
INSERT INTO service_more (service, ends, provider, cost, granted_by, grant_number)
VALUES (:service, :ends, :provider, :cost, :granted_by, :grant_number);

-- The standing grant of that number to that organisation in a year; of two funders' the one that was here first.
-- name: grant_find :many (reg code, recipient_field code, recipient text, number text, from_day day, to_day day) ->
--   (org id)
SELECT e.org FROM entry_now n JOIN entry e ON e.id = n.entry
WHERE n.register = :reg AND n.happened BETWEEN :from_day AND :to_day AND e.number = :number
	AND EXISTS (SELECT 1 FROM entry_value v WHERE v.entry = e.id AND v.field = :recipient_field AND v.words = :recipient)
ORDER BY e.org LIMIT 1;

-- Every standing grant to an organisation in a year, and what was paid from it.
-- scope: national
-- name: grant_sums :many (reg code, recipient_field code, recipient text, amount_field code, scope_org id, from_day day,
--   to_day day) -> (number text, allocated int, spent int, n int, people int)
SELECT e.number, (SELECT COALESCE(CAST(SUM(v.amount) AS BIGINT), 0) FROM entry_value v
		WHERE v.entry = e.id AND v.field = :amount_field) AS allocated,
	(SELECT COALESCE(CAST(SUM(m.cost) AS BIGINT), 0) FROM service_more m JOIN service s ON s.id = m.service
		WHERE m.granted_by = e.org AND m.grant_number = e.number AND s.org = :scope_org AND s.void = 0
		AND s.happened BETWEEN :from_day AND :to_day
		AND NOT EXISTS (SELECT 1 FROM service x WHERE x.supersedes = s.id)) AS spent,
	(SELECT COUNT(*) FROM service_more m JOIN service s ON s.id = m.service
		WHERE m.granted_by = e.org AND m.grant_number = e.number AND s.org = :scope_org AND s.void = 0
		AND s.happened BETWEEN :from_day AND :to_day
		AND NOT EXISTS (SELECT 1 FROM service x WHERE x.supersedes = s.id)) AS n,
	(SELECT COUNT(DISTINCT COALESCE(p.first, s.person)) FROM service_more m JOIN service s ON s.id = m.service
		LEFT JOIN same_person p ON p.person = s.person
		WHERE m.granted_by = e.org AND m.grant_number = e.number AND s.org = :scope_org AND s.void = 0
		AND s.happened BETWEEN :from_day AND :to_day
		AND NOT EXISTS (SELECT 1 FROM service x WHERE x.supersedes = s.id)) AS people
FROM entry_now n JOIN entry e ON e.id = n.entry
WHERE n.register = :reg AND n.happened BETWEEN :from_day AND :to_day
	AND EXISTS (SELECT 1 FROM entry_value v WHERE v.entry = e.id AND v.field = :recipient_field AND v.words = :recipient)
ORDER BY n.happened, e.number, e.org;
