-- Names, sealed, and the tokens by which they are found again.

-- name: identity_next :one () -> (id id)
SELECT COALESCE(MAX(id), 0) + 1 AS id FROM identity;

-- The number is given by the program, for it is bound into the seal.
-- name: identity_add :run (id id, person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, sealed blob)
INSERT INTO identity (id, person, org, happened, precision, act, certainty, void, supersedes, ref, sealed)
VALUES (:id, :person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :sealed);

-- name: identity_newest_of :one (person id, org id) -> (id id, sealed blob)
SELECT id, sealed FROM identity s
WHERE s.person = :person AND s.org = :org AND s.void = 0
	AND NOT EXISTS (SELECT 1 FROM identity x WHERE x.supersedes = s.id)
ORDER BY id DESC LIMIT 1;

-- name: identity_newest :one (person id) -> (id id, sealed blob)
SELECT id, sealed FROM identity s
WHERE s.person = :person AND s.void = 0 AND NOT EXISTS (SELECT 1 FROM identity x WHERE x.supersedes = s.id)
ORDER BY id DESC LIMIT 1;

-- name: identity_get :one (id id) -> (person id, org id, sealed blob)
SELECT person, org, sealed FROM identity WHERE id = :id;

-- Standing records of other persons with a token that a standing record of this one has, at most twenty, pair by pair.
-- name: identity_same :many (person id, family code) -> (own id, other id, theirs id)
SELECT i.id AS own, o.person AS other, j.id AS theirs
FROM identity_token t JOIN identity i ON i.id = t.identity
	JOIN identity_token o ON o.family = t.family AND o.token = t.token JOIN identity j ON j.id = o.identity
WHERE t.person = :person AND t.family = :family AND o.person <> t.person AND i.void = 0 AND j.void = 0
	AND NOT EXISTS (SELECT 1 FROM identity x WHERE x.supersedes = i.id)
	AND NOT EXISTS (SELECT 1 FROM identity x WHERE x.supersedes = j.id)
ORDER BY o.person, i.id, j.id LIMIT 20;

-- name: identity_token_add :run (family code, token blob, identity id, person id)
INSERT INTO identity_token (family, token, identity, person) VALUES (:family, :token, :identity, :person)
ON CONFLICT DO NOTHING;

-- Other persons with the same token. At most twenty: a token that many share tells nothing.
-- name: identity_matches :many (person id, family code, token blob) -> (other id)
SELECT DISTINCT t.person AS other FROM identity_token t
WHERE t.family = :family AND t.token = :token AND t.person <> :person ORDER BY t.person LIMIT 20;

-- scope: keeper ask_record tells whoever answers for these persons, and nobody else
-- name: identity_asked :many (family code, token blob) -> (person id)
SELECT DISTINCT t.person FROM identity_token t WHERE t.family = :family AND t.token = :token ORDER BY t.person LIMIT 20;
