-- Documents and pictures in a person's file.

-- name: upload_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM upload;

-- name: upload_add :run (id id, ref blob, person id, account id, media code, bytes_n int, until instant, title blob)
INSERT INTO upload (id, ref, person, account, media, bytes_n, done_n, until, title)
VALUES (:id, :ref, :person, :account, :media, :bytes_n, 0, :until, :title);

-- How many bytes an account brought since then, and those it has begun to bring.
-- name: upload_quota :one (account id, since instant, now instant) -> (n int)
SELECT (SELECT CAST(COALESCE(SUM(t.bytes_n), 0) AS BIGINT) FROM act a JOIN attachment t ON t.act = a.n
		WHERE a.at > :since AND a.actor = :account AND a.op = 'attachment_add')
	+ (SELECT CAST(COALESCE(SUM(u.bytes_n), 0) AS BIGINT) FROM upload u WHERE u.account = :account AND u.until > :now) AS n;

-- name: upload_get :one (ref blob, person id, account id, now instant) -> (id id, media code, bytes_n int, done_n int,
--   title blob)
SELECT id, media, bytes_n, done_n, title FROM upload
WHERE ref = :ref AND person = :person AND account = :account AND until > :now;

-- name: upload_done :run (id id, done_n int)
UPDATE upload SET done_n = :done_n WHERE id = :id;

-- name: upload_part_add :run (upload id, place code, sealed blob)
INSERT INTO upload_part (upload, place, sealed) VALUES (:upload, :place, :sealed);

-- name: upload_part_list :many (upload id) -> (place code, sealed blob)
SELECT place, sealed FROM upload_part WHERE upload = :upload ORDER BY place;

-- name: upload_part_count :one (upload id) -> (n int)
SELECT COUNT(*) AS n FROM upload_part WHERE upload = :upload;

-- Pieces first: an upload goes after them.
-- name: upload_parts_remove :run (upload id)
DELETE FROM upload_part WHERE upload = :upload;

-- name: upload_remove :run (upload id)
DELETE FROM upload WHERE id = :upload;

-- All but an account's newest.
-- name: upload_trim_parts :run (account id, keep int)
DELETE FROM upload_part WHERE upload IN (SELECT u.id FROM upload u WHERE u.account = :account
	AND u.id NOT IN (SELECT v.id FROM upload v WHERE v.account = :account ORDER BY v.id DESC LIMIT :keep));

-- name: upload_trim :run (account id, keep int)
DELETE FROM upload WHERE account = :account
	AND id NOT IN (SELECT v.id FROM upload v WHERE v.account = :account ORDER BY v.id DESC LIMIT :keep);

-- name: upload_past_parts :run (now instant)
DELETE FROM upload_part WHERE upload IN (SELECT u.id FROM upload u WHERE u.until <= :now);

-- name: upload_past :run (now instant)
DELETE FROM upload WHERE until <= :now;

-- name: attachment_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM attachment;

-- name: attachment_put :run (id id, person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, media code, bytes_n int, title blob)
INSERT INTO attachment (id, person, org, happened, precision, act, certainty, void, supersedes, ref, media, bytes_n, title)
VALUES (:id, :person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :media, :bytes_n, :title);

-- name: attachment_part_add :run (attachment id, place code, sealed blob)
INSERT INTO attachment_part (attachment, place, sealed) VALUES (:attachment, :place, :sealed);

-- name: attachment_part_list :many (attachment id) -> (place code, sealed blob)
SELECT place, sealed FROM attachment_part WHERE attachment = :attachment ORDER BY place;

-- name: attachment_key_add :run (attachment id, org id, sealed blob)
INSERT INTO attachment_key (attachment, org, sealed) VALUES (:attachment, :org, :sealed);

-- name: attachment_key_of :one (attachment id, org id) -> (sealed blob)
SELECT sealed FROM attachment_key WHERE attachment = :attachment AND org = :org;

-- name: attachment_get :one (ref blob, person id, org id) -> (id id, media code, bytes_n int, title blob)
SELECT id, media, bytes_n, title FROM attachment WHERE ref = :ref AND person = :person AND org = :org;

-- What an organisation brought about a person, newest first.
-- name: attachment_own :many (person id, org id) -> (id id, ref blob, media code, bytes_n int, happened day, title blob)
SELECT id, ref, media, bytes_n, happened, title FROM attachment WHERE person = :person AND org = :org
ORDER BY id DESC LIMIT 500;

-- Everything that anybody brought about a person, for her own copy.
-- name: copy_attachments :many (person id) -> (id id, org id, org_name text, media code, happened day, title blob)
SELECT a.id, a.org, o.name AS org_name, a.media, a.happened, a.title FROM attachment a JOIN org o ON o.id = a.org
WHERE a.person = :person ORDER BY a.happened, a.id;
