-- Times that run for a person: core/clock.h.

-- What was never taken back, the oldest first.
-- name: clock_of_person :many (person id) -> (id id, org id, org_name text, region code, ref blob, kind code?, started day,
--   review id?)
SELECT c.id, c.org, o.name AS org_name, o.region, c.ref, c.kind, c.happened AS started, c.review
FROM clock c JOIN org o ON o.id = c.org
WHERE c.person = :person AND c.void = 0 AND NOT EXISTS (SELECT 1 FROM clock x WHERE x.supersedes = c.id) ORDER BY c.id;

-- name: clock_by_ref :one (ref blob, person id) -> (id id)
SELECT id FROM clock c WHERE c.ref = :ref AND c.person = :person AND c.void = 0
	AND NOT EXISTS (SELECT 1 FROM clock x WHERE x.supersedes = c.id);

-- name: clock_get :one (id id) -> (person id, org id, region code, kind code?, started day, review id?)
SELECT c.person, c.org, o.region, c.kind, c.happened AS started, c.review
FROM clock c JOIN org o ON o.id = c.org
WHERE c.id = :id AND c.void = 0 AND NOT EXISTS (SELECT 1 FROM clock x WHERE x.supersedes = c.id);

-- name: clock_put :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, ends day, kind code?, decision id?, review id?) -> (id id)
INSERT INTO clock (person, org, happened, precision, act, certainty, void, supersedes, ref, ends, kind, decision, review)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :ends, :kind, :decision, :review)
RETURNING id;

-- In the order they were made.
-- name: clock_changes :many (person id, clock id) -> (id id, what code, happened day, ends day)
SELECT c.id, c.what, c.happened, c.ends FROM clock_change c
WHERE c.clock = :clock AND c.person = :person AND c.void = 0 AND NOT EXISTS (SELECT 1 FROM clock_change x WHERE x.supersedes = c.id) ORDER BY c.id;

-- name: clock_change_put :run (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, clock id, what code, why code?, ends day, decision id?)
INSERT INTO clock_change (person, org, happened, precision, act, certainty, void, supersedes, ref, clock, what, why, ends,
	decision)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :clock, :what, :why, :ends,
	:decision);

-- What a decision started and changed, so that it can be taken back with it.
-- name: clock_by_decision :many (person id, decision id) -> (id id, started day, ends day, kind code)
SELECT c.id, c.happened AS started, c.ends, COALESCE(c.kind, 1) AS kind FROM clock c
WHERE c.decision = :decision AND c.person = :person AND c.void = 0 AND NOT EXISTS (SELECT 1 FROM clock x WHERE x.supersedes = c.id) ORDER BY c.id;

-- name: clock_change_by_decision :many (person id, decision id) -> (id id, clock id, what code, happened day, ends day)
SELECT c.id, c.clock, c.what, c.happened, c.ends FROM clock_change c
WHERE c.decision = :decision AND c.person = :person AND c.void = 0 AND NOT EXISTS (SELECT 1 FROM clock_change x WHERE x.supersedes = c.id)
ORDER BY c.id;

-- Jobs: each warns before one last day, or tells that it is past; one that was put off is done and does nothing.
-- name: clock_job_add :run (kind code, due_at instant, person id, clock id?, act id)
INSERT INTO job (kind, due_at, done, person, clock, act) VALUES (:kind, :due_at, 0, :person, :clock, :act);

-- name: clock_job_has :one (clock id, due_at instant) -> (n int, waiting int)
SELECT COUNT(*) AS n, CAST(COALESCE(SUM(CASE WHEN done = 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS waiting
FROM job WHERE clock = :clock AND due_at = :due_at;

-- name: clock_job :one (id id) -> (clock id?, due_at instant)
SELECT clock, due_at FROM job WHERE id = :id;

-- name: adult_job_has :one (person id, kind code) -> (n int)
SELECT COUNT(*) AS n FROM job WHERE person = :person AND kind = :kind AND done = 0;

-- The region whose working days it counts.
-- name: clock_org :one (org id) -> (region code)
SELECT region FROM org WHERE id = :org;

-- name: adult_task_has :one (person id, org id, kind code) -> (n int)
SELECT COUNT(*) AS n FROM task WHERE person = :person AND org = :org AND kind = :kind AND done = 0;

-- The age band the newest sign says.
-- name: adult_age :one (person id) -> (age code)
SELECT age FROM person_now WHERE person = :person;
