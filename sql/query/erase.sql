-- Erasing who a person is: what opens sealed texts, and what finds her by name.

-- name: erased_add :run (person id, act id)
INSERT INTO erased (person, act) VALUES (:person, :act);

-- Whether a person's identity was erased; 0 is no.
-- name: erased_has :one (person id) -> (n int)
SELECT COUNT(*) AS n FROM erased WHERE person = :person;

-- name: erase_keys :run (person id)
DELETE FROM person_key WHERE person = :person;

-- Halves of the keys of her notes, which open nothing any more.
-- name: erase_note_keys :run (person id)
DELETE FROM note_key WHERE note IN (SELECT id FROM note WHERE person = :person);

-- The same of documents and pictures.
-- name: erase_attachment_keys :run (person id)
DELETE FROM attachment_key WHERE attachment IN (SELECT id FROM attachment WHERE person = :person);

-- name: erase_tokens :run (person id)
DELETE FROM identity_token WHERE person = :person;

-- name: erase_openings :run (person id, now instant)
UPDATE opening SET until = :now WHERE person = :person AND until > :now;

-- name: erase_glass :run (person id, now instant)
UPDATE glass SET until = :now WHERE person = :person AND until > :now;

-- What anybody has begun to write about her.
-- name: erase_drafts :run (person id)
DELETE FROM draft WHERE person = :person;

-- Questions others asked that were passed on to her organisations: they hold her name, sealed by the registry.
-- name: erase_questions :many (person id) -> (id id, ref blob, sealed blob)
SELECT DISTINCT q.id, q.ref, q.sealed FROM task t JOIN question q ON q.id = t.question WHERE t.person = :person
ORDER BY q.id;

-- name: question_reseal :run (id id, sealed blob)
UPDATE question SET sealed = :sealed WHERE id = :id;
