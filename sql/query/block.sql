-- Who may never see a person's file, in her own words. Whether a file is closed: gate.sql.

-- name: block_add :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, target id, unit id?, account id?) -> (id id)
INSERT INTO barred (person, org, happened, precision, act, certainty, void, supersedes, ref, target, unit, account)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :target, :unit, :account)
RETURNING id;

-- What stands, but what is about the reader's own organisation: that only its writer reads, or nobody could name a
-- colleague and be safe from her.
-- name: block_all :many (person id, reader_org id, reader id) -> (ref blob, unit_code text?, unit_name text?, org_name text,
--   happened day, account id?, account_ref blob?, account_name blob?)
SELECT b.ref, u.code AS unit_code, u.name AS unit_name, o.name AS org_name, b.happened, b.account, c.ref AS account_ref,
	c.name AS account_name
FROM barred b JOIN act a ON a.n = b.act JOIN org o ON o.id = b.target LEFT JOIN unit u ON u.id = b.unit
	LEFT JOIN account c ON c.id = b.account
WHERE b.person = :person AND b.void = 0 AND NOT EXISTS (SELECT 1 FROM barred x WHERE x.supersedes = b.id)
	AND (b.target <> :reader_org OR a.actor = :reader)
ORDER BY b.id;

-- The same of one row, by its reference.
-- name: block_get :one (ref blob, person id, reader_org id, reader id) -> (id id, target id, unit id?, account id?)
SELECT b.id, b.target, b.unit, b.account FROM barred b JOIN act a ON a.n = b.act
WHERE b.ref = :ref AND b.person = :person AND b.void = 0
	AND NOT EXISTS (SELECT 1 FROM barred x WHERE x.supersedes = b.id) AND (b.target <> :reader_org OR a.actor = :reader);

-- The row, whoever reads.
-- name: block_standing :one (ref blob, person id) -> (id id, target id, unit id?, account id?)
SELECT b.id, b.target, b.unit, b.account FROM barred b
WHERE b.ref = :ref AND b.person = :person AND b.void = 0 AND NOT EXISTS (SELECT 1 FROM barred x WHERE x.supersedes = b.id);

-- Whether the very same stands and the reader may know it.
-- name: block_same :one (person id, target id, unit id, account id, reader_org id, reader id) -> (n int)
SELECT COUNT(*) AS n FROM barred b JOIN act a ON a.n = b.act
WHERE b.person = :person AND b.target = :target AND COALESCE(b.unit, 0) = :unit AND COALESCE(b.account, 0) = :account
	AND b.void = 0 AND NOT EXISTS (SELECT 1 FROM barred x WHERE x.supersedes = b.id)
	AND (b.target <> :reader_org OR a.actor = :reader);

-- Sealed names of everybody of an organisation, also of those who left: they may come back.
-- name: block_names :many (org id) -> (id id, ref blob, name blob)
SELECT id, ref, name FROM account WHERE org = :org ORDER BY id;
