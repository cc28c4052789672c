-- Who of an organisation works with whom, and hand-over.

-- name: assignment_add :run (person id, org id, account id, act id)
INSERT INTO assignment (person, org, account, act) VALUES (:person, :org, :account, :act);

-- The account an organisation said works with a person.
-- name: assignment_of :one (person id, org id) -> (account id)
SELECT account FROM assignment WHERE person = :person AND org = :org ORDER BY id DESC LIMIT 1;

-- Persons an account works with for its organisation, which still has to do with them (7: met, supports, decides).
-- name: assignment_persons :many (scope_org id, account id) -> (person id)
SELECT a.person FROM assignment a JOIN relation r ON r.person = a.person AND r.org = :scope_org AND (r.kinds & 7) <> 0
WHERE a.account = :account AND a.org = :scope_org
	AND NOT EXISTS (SELECT 1 FROM assignment n WHERE n.person = a.person AND n.org = a.org AND n.id > a.id)
ORDER BY a.person;

-- Accounts of an organisation, and with how many persons each works.
-- scope: keeper it names accounts, and only counts persons
-- name: colleague_list :many (org id) -> (id id, ref blob, name blob, active code, unit_name text?, people int)
SELECT c.id, c.ref, c.name, c.active, u.name AS unit_name,
	(SELECT COUNT(*) FROM assignment a JOIN relation r ON r.person = a.person AND r.org = a.org AND (r.kinds & 7) <> 0
		WHERE a.account = c.id AND a.org = c.org
			AND NOT EXISTS (SELECT 1 FROM assignment n WHERE n.person = a.person AND n.org = a.org AND n.id > a.id)) AS people
FROM account c LEFT JOIN unit u ON u.id = c.unit WHERE c.org = :org ORDER BY c.id;
