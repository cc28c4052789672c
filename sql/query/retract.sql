-- Rows that take others back, and what corrected a row.

-- The row that supersedes another, by kind.
-- name: after_signal :one (id id) -> (id id, voided code)
SELECT id, void AS voided FROM signal WHERE supersedes = :id;

-- name: after_identity :one (id id) -> (id id, voided code)
SELECT id, void AS voided FROM identity WHERE supersedes = :id;

-- name: after_consent :one (id id) -> (id id, voided code)
SELECT id, void AS voided FROM consent WHERE supersedes = :id;

-- name: after_decision :one (id id) -> (id id, voided code)
SELECT id, void AS voided FROM decision WHERE supersedes = :id;

-- name: after_service :one (id id) -> (id id, voided code)
SELECT id, void AS voided FROM service WHERE supersedes = :id;

-- name: after_link :one (id id) -> (id id, voided code)
SELECT id, void AS voided FROM link WHERE supersedes = :id;

-- name: after_trait :one (id id) -> (id id, voided code)
SELECT id, void AS voided FROM trait WHERE supersedes = :id;

-- A retraction repeats what it takes back.
-- name: retract_signal :one (id id, ref blob, happened day, act id) -> (person id)
INSERT INTO signal (person, org, happened, precision, act, certainty, void, supersedes, ref, source, municipality, age,
	sex, speech)
SELECT person, org, :happened, 1, :act, certainty, 1, id, :ref, source, municipality, age, sex, speech
FROM signal WHERE id = :id
RETURNING person;

-- name: retract_consent :one (id id, ref blob, happened day, act id) -> (person id, recipient id, purpose code)
INSERT INTO consent (person, org, happened, precision, act, certainty, void, supersedes, ref, purpose, recipient, state,
	speech, read_aloud, expires)
SELECT person, org, :happened, 1, :act, certainty, 1, id, :ref, purpose, recipient, state, speech, read_aloud, expires
FROM consent WHERE id = :id
RETURNING person, recipient, purpose;

-- name: retract_decision :one (id id, ref blob, happened day, act id) -> (id id, person id, org id, stage code)
INSERT INTO decision (person, org, happened, precision, act, certainty, void, supersedes, ref, stage, outcome, form,
	age)
SELECT person, org, :happened, 1, :act, certainty, 1, id, :ref, stage, outcome, form, age
FROM decision WHERE id = :id
RETURNING id, person, org, stage;

-- name: retract_service :one (id id, ref blob, happened day, act id) -> (person id)
INSERT INTO service (person, org, happened, precision, act, certainty, void, supersedes, ref, need)
SELECT person, org, :happened, 1, :act, certainty, 1, id, :ref, need
FROM service WHERE id = :id
RETURNING person;

-- name: retract_link :one (id id, happened day, act id) -> (person id)
INSERT INTO link (person, org, happened, precision, act, certainty, void, supersedes, likeness, other, state, why)
SELECT person, org, :happened, 1, :act, certainty, 1, id, likeness, other, state, why
FROM link WHERE id = :id
RETURNING person;

-- name: retract_trait :one (id id, ref blob, happened day, act id) -> (person id)
INSERT INTO trait (person, org, happened, precision, act, certainty, void, supersedes, ref, kind, value)
SELECT person, org, :happened, 1, :act, certainty, 1, id, :ref, kind, value
FROM trait WHERE id = :id
RETURNING person;
