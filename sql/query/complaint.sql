-- Complaints, heard by the rapporteur.

-- name: complaint_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM complaint;

-- name: complaint_insert :run (id id, ref blob, about id, kind code, account id, org id, person id?, words blob,
--   at instant, act id)
INSERT INTO complaint (id, ref, about, kind, account, org, person, words, at, act)
VALUES (:id, :ref, :about, :kind, :account, :org, :person, :words, :at, :act);

-- name: complaint_get :one (id id) -> (ref blob, about id, about_kind code, account id, org id)
SELECT c.ref, c.about, o.kind AS about_kind, c.account, c.org FROM complaint c JOIN org o ON o.id = c.about
WHERE c.id = :id;

-- Organisations of a kind: who hears.
-- name: complaint_hearers :many (kind code) -> (id id)
SELECT id FROM org WHERE kind = :kind ORDER BY id;

-- What an account complained of, newest first, with the newest answer.
-- scope: keeper the account's own
-- name: complaint_of :many (account id) -> (id id, ref blob, kind code, at instant, about_name text, words blob,
--   answer id?, state code?, reply blob?)
SELECT c.id, c.ref, c.kind, c.at, o.name AS about_name, c.words, a.id AS answer, a.state, a.reply
FROM complaint c JOIN org o ON o.id = c.about
	LEFT JOIN complaint_answer a ON a.complaint = c.id
		AND NOT EXISTS (SELECT 1 FROM complaint_answer n WHERE n.complaint = c.id AND n.id > a.id)
WHERE c.account = :account ORDER BY c.id DESC LIMIT 200;

-- All complaints, newest first: complaint.c shows each only to who hears it.
-- scope: keeper complaint.c shows each only to who hears it, and no person
-- name: complaint_all :many () -> (id id, ref blob, kind code, at instant, about id, about_kind code, about_name text,
--   from_name text, person id?, words blob, answer id?, state code?, reply blob?)
SELECT c.id, c.ref, c.kind, c.at, c.about, o.kind AS about_kind, o.name AS about_name, f.name AS from_name, c.person,
	c.words, a.id AS answer, a.state, a.reply
FROM complaint c JOIN org o ON o.id = c.about JOIN org f ON f.id = c.org
	LEFT JOIN complaint_answer a ON a.complaint = c.id
		AND NOT EXISTS (SELECT 1 FROM complaint_answer n WHERE n.complaint = c.id AND n.id > a.id)
ORDER BY c.id DESC;

-- name: complaint_answer_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM complaint_answer;

-- name: complaint_answer_add :run (id id, complaint id, state code, reply blob, account id, act id)
INSERT INTO complaint_answer (id, complaint, state, reply, account, act)
VALUES (:id, :complaint, :state, :reply, :account, :act);
