-- Signs.

-- name: signal_add :one (person id, org id, happened day, precision code, act id, certainty code, voided code,
--   supersedes id?, ref blob, source code, municipality code, age code, sex code, speech code) -> (id id)
INSERT INTO signal (person, org, happened, precision, act, certainty, void, supersedes, ref, source, municipality, age,
	sex, speech)
VALUES (:person, :org, :happened, :precision, :act, :certainty, :voided, :supersedes, :ref, :source, :municipality, :age,
	:sex, :speech)
RETURNING id;
