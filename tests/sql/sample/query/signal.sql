-- A signal as it came in.
-- Two lines of explanation.
-- name: sample_signal_add :one (person id, org id, happened day, act id, channel code, heard day?, answer_by instant?,
--   weight int, note text?, seal blob?) -> (id id)
INSERT INTO signal (person, org, happened, precision, act, certainty, channel, heard, answer_by, weight, note, seal)
VALUES (:person, :org, :happened, 0, :act, 1, :channel, :heard, :answer_by, :weight, :note, :seal)
RETURNING id;

-- name: sample_signal_get :one (id id)
--   -> (person id, happened day, channel code, heard day?, answer_by instant?, weight int, note text?, seal blob?)
SELECT person, happened, channel, heard, answer_by, weight, note, seal FROM signal WHERE id = :id;

-- name: sample_signal_inbox :many (scope_org id, channel code?) -> (id id, heard day?, note text?)
SELECT s.id, s.heard, s.note -- a comment inside
FROM signal s JOIN relation r ON r.person = s.person AND r.org = :scope_org
WHERE (s.channel = :channel OR :channel IS NULL) AND s.note <> ':not_a_parameter'
ORDER BY s.id;

-- name: sample_signal_of :many (person id) -> (id id, happened day)
SELECT id, happened FROM signal WHERE person = :person ORDER BY id;

-- name: sample_signal_count :many () -> (channel code, org id, n int, weight int)
SELECT s.channel, s.org, COUNT(*) AS n, CAST(COALESCE(SUM(s.weight), 0) AS BIGINT) AS weight
FROM signal s GROUP BY s.channel, s.org ORDER BY s.channel;

-- scope: keeper retention runs over everybody
-- name: sample_signal_old :many (before day) -> (id id)
SELECT id FROM signal WHERE happened < :before ORDER BY id;

-- name: sample_signal_weigh :run (id id, weight int)
UPDATE signal SET weight = :weight WHERE id = :id;

-- name: sample_signal_heard_unsafe :one (id id) -> (heard day)
SELECT heard + 0 AS heard FROM signal WHERE id = :id;

-- name: sample_signal_all_of_channel :one (channel code) -> (id id)
SELECT id FROM signal WHERE channel = :channel;
