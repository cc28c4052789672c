-- The facts of all agencies, without identity.

-- What stands and happened from one day to another: kind, detail and sort as in `timeline`. Names, blocks, ways to reach
-- a person and links are no facts of this list; `first` is the oldest record of the same person.
-- scope: national
-- name: fact_between :many (since day, upto day) -> (kind code, happened day, precision code, org id, detail code?,
--   sort code, first id)
SELECT f.kind, f.happened, f.precision, f.org, f.detail, f.sort, COALESCE(p.first, f.person) AS first FROM (
	SELECT 1 AS kind, s.happened, s.precision, s.org, s.source AS detail, 0 AS sort, s.person FROM signal s
	WHERE s.happened BETWEEN :since AND :upto AND s.void = 0
		AND NOT EXISTS (SELECT 1 FROM signal x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 2, s.happened, s.precision, s.org, s.result, 0, s.person FROM screening s
	WHERE s.happened BETWEEN :since AND :upto AND s.void = 0
		AND NOT EXISTS (SELECT 1 FROM screening x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 4, s.happened, s.precision, s.org, s.state, 0, s.person FROM consent s
	WHERE s.happened BETWEEN :since AND :upto AND s.void = 0
		AND NOT EXISTS (SELECT 1 FROM consent x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 6, s.happened, s.precision, s.org, s.purpose, 0, s.person FROM referral s
	WHERE s.happened BETWEEN :since AND :upto AND s.void = 0
		AND NOT EXISTS (SELECT 1 FROM referral x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 7, s.happened, s.precision, s.org, s.state, 0, s.person FROM referral_answer s
	WHERE s.happened BETWEEN :since AND :upto AND s.void = 0
		AND NOT EXISTS (SELECT 1 FROM referral_answer x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 8, s.happened, s.precision, s.org, NULL, 0, s.person FROM placement s
	WHERE s.happened BETWEEN :since AND :upto AND s.void = 0
		AND NOT EXISTS (SELECT 1 FROM placement x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 9, s.happened, s.precision, s.org, NULL, 0, s.person FROM clock s
	WHERE s.happened BETWEEN :since AND :upto AND s.void = 0 AND COALESCE(s.kind, 1) = 1
		AND NOT EXISTS (SELECT 1 FROM clock x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 10, s.happened, s.precision, s.org, CASE WHEN s.stage = 1 THEN NULL ELSE s.outcome END, s.stage, s.person
	FROM decision s
	WHERE s.happened BETWEEN :since AND :upto AND s.void = 0
		AND NOT EXISTS (SELECT 1 FROM decision x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 11, s.happened, s.precision, s.org, s.need, 0, s.person FROM service s
	WHERE s.happened BETWEEN :since AND :upto AND s.void = 0
		AND NOT EXISTS (SELECT 1 FROM service x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 14, s.happened, s.precision, s.org, s.value, s.kind, s.person FROM trait s
	WHERE s.happened BETWEEN :since AND :upto AND s.void = 0
		AND NOT EXISTS (SELECT 1 FROM trait x WHERE x.supersedes = s.id)
	UNION ALL
	SELECT 16, s.happened, s.precision, s.org, s.kind, 0, s.person FROM sheet s
	WHERE s.happened BETWEEN :since AND :upto AND s.void = 0
		AND NOT EXISTS (SELECT 1 FROM sheet x WHERE x.supersedes = s.id)
		AND NOT EXISTS (SELECT 1 FROM sheet_settled t WHERE t.sheet = s.id)
) f LEFT JOIN same_person p ON p.person = f.person;

-- name: person_count :one () -> (n int)
SELECT COALESCE(MAX(id), 0) AS n FROM person;

-- Persons a country has to do with, by the oldest of their records: her own, where she was recruited or exploited
-- (traits 1, 5, 4).
-- scope: national
-- name: fact_of_country :many (country code) -> (first id)
SELECT DISTINCT COALESCE(p.first, s.person) AS first FROM trait s LEFT JOIN same_person p ON p.person = s.person
WHERE s.kind IN (1, 4, 5) AND s.value = :country AND s.void = 0
	AND NOT EXISTS (SELECT 1 FROM trait x WHERE x.supersedes = s.id)
ORDER BY 1;
