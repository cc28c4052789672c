-- Registers of the profile: records that name no helped person.

-- How many records stand, and the newest one's day.
-- name: entry_count_all :one (reg code) -> (n int, newest day?)
SELECT COUNT(*) AS n, MAX(happened) AS newest FROM entry_now WHERE register = :reg;

-- name: entry_count_own :one (reg code, org id) -> (n int, newest day?)
SELECT COUNT(*) AS n, MAX(happened) AS newest FROM entry_now WHERE register = :reg AND org = :org;

-- The newest row of a record, retracted or not, by its number.
-- name: entry_newest :one (reg code, org id, number text) -> (id id, ref blob, happened day, precision code,
--   voided code)
SELECT id, ref, happened, precision, void AS voided FROM entry WHERE register = :reg AND org = :org AND number = :number
ORDER BY id DESC LIMIT 1;

-- name: entry_by_ref :one (ref blob) -> (id id, reg code, org id, number text, happened day)
SELECT id, register AS reg, org, number, happened FROM entry WHERE ref = :ref;

-- name: entry_get :one (id id) -> (id id, ref blob, reg code, org id, number text, happened day, precision code,
--   voided code)
SELECT id, ref, register AS reg, org, number, happened, precision, void AS voided FROM entry WHERE id = :id;

-- name: entry_add :one (ref blob, reg code, org id, number text, happened day, precision code, act id, voided code,
--   supersedes id?) -> (id id)
INSERT INTO entry (ref, register, org, number, happened, precision, act, void, supersedes)
VALUES (:ref, :reg, :org, :number, :happened, :precision, :act, :voided, :supersedes) RETURNING id;

-- name: entry_value_add :run (entry id, field code, rank code, amount int?, words text?)
INSERT INTO entry_value (entry, field, rank, amount, words) VALUES (:entry, :field, :rank, :amount, :words);

-- name: entry_values :many (entry id) -> (field code, rank code, amount int?, words text?)
SELECT field, rank, amount, words FROM entry_value WHERE entry = :entry ORDER BY field, rank;

-- A page of records, newest first: those before a day and row.
-- name: entry_page_all :many (reg code, from_day day, to_day day, day day, id id) -> (id id, ref blob, number text,
--   happened day, precision code, org_name text)
SELECT e.id, e.ref, e.number, e.happened, e.precision, o.name AS org_name
FROM entry_now n JOIN entry e ON e.id = n.entry JOIN org o ON o.id = e.org
WHERE n.register = :reg AND n.happened >= :from_day AND n.happened <= :to_day AND (n.happened, n.entry) < (:day, :id)
ORDER BY n.happened DESC, n.entry DESC LIMIT 50;

-- name: entry_page_own :many (reg code, org id, from_day day, to_day day, day day, id id) -> (id id, ref blob,
--   number text, happened day, precision code, org_name text)
SELECT e.id, e.ref, e.number, e.happened, e.precision, o.name AS org_name
FROM entry_now n JOIN entry e ON e.id = n.entry JOIN org o ON o.id = e.org
WHERE n.register = :reg AND n.org = :org AND n.happened >= :from_day AND n.happened <= :to_day
	AND (n.happened, n.entry) < (:day, :id)
ORDER BY n.happened DESC, n.entry DESC LIMIT 50;

-- Every row a record ever had, newest first.
-- name: entry_history :many (reg code, org id, number text) -> (id id, ref blob, happened day, precision code,
--   voided code, at instant, org_name text)
SELECT e.id, e.ref, e.happened, e.precision, e.void AS voided, a.at, o.name AS org_name
FROM entry e JOIN act a ON a.n = e.act JOIN org o ON o.id = e.org
WHERE e.register = :reg AND e.org = :org AND e.number = :number ORDER BY e.id DESC LIMIT 200;

-- entry_now, written by entry_project alone: a row stands until another supersedes it.
-- name: entry_now_clear :run (id id)
DELETE FROM entry_now WHERE entry IN (SELECT id FROM entry WHERE id = :id UNION ALL
	SELECT supersedes FROM entry WHERE id = :id AND supersedes IS NOT NULL);

-- name: entry_now_make :run (id id)
INSERT INTO entry_now (entry, register, org, happened)
SELECT e.id, e.register, e.org, e.happened FROM entry e
WHERE e.id = :id AND e.void = 0 AND NOT EXISTS (SELECT 1 FROM entry n WHERE n.supersedes = e.id);

-- name: entry_now_clear_all :run ()
DELETE FROM entry_now;

-- name: project_slice_entries :many (after id) -> (id id)
SELECT id FROM entry WHERE id > :after ORDER BY id LIMIT 1000;

-- name: dump_entry_now :many () -> (entry id, reg code, org id, happened day)
SELECT entry, register AS reg, org, happened FROM entry_now ORDER BY entry;

-- Reminders: what stands of a record that a job names, and whose it is.
-- name: entry_standing :one (id id) -> (reg code, org id)
SELECT register AS reg, org FROM entry_now WHERE entry = :id;

-- Whoever was reminded of a record has nothing left to do once another row stands in its place.
-- name: task_entry_done :run (entry id)
UPDATE task SET done = 1 WHERE entry = :entry AND done = 0;
