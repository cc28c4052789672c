-- Work in the order it is read, whoever reads and however much there is: a queue is of one organisation and of one account
-- or of everybody (NULL), and each page of it is one stretch of an index.

ALTER TABLE task ADD COLUMN about id;                    -- whom it is about: person, or whom its referral or likeness names
ALTER TABLE task ADD COLUMN other id;                    -- the second person of its likeness, or another record its referral names
UPDATE task SET about = COALESCE(person, (SELECT f.person FROM referral f WHERE f.id = task.referral),
	(SELECT l.person FROM likeness l WHERE l.id = task.likeness));
UPDATE task SET other = COALESCE((SELECT CASE WHEN l.person = task.about THEN l.other ELSE l.person END FROM likeness l
		WHERE l.id = task.likeness), (SELECT f.person FROM referral f WHERE f.id = task.referral AND f.person <> task.about))
	WHERE likeness IS NOT NULL OR referral IS NOT NULL;
DROP INDEX task_work;
DROP INDEX task_first;
CREATE INDEX task_queue ON task (org, account, done, urgent, due_at, id, about, other) WHERE done = 0;
CREATE INDEX task_late ON task (org, account, done, due_at, id, kind, about, other) WHERE done = 0 AND kind NOT IN (16, 17, 19);
CREATE INDEX task_past ON task (org, account, done, due_at, id, about, other) WHERE done = 1;
CREATE INDEX closed_org ON closed (org);

-- The watch over the log reads the last hour of it again and again: only the refusals and the looks at names in it.
CREATE INDEX audit_look ON audit (n) WHERE actor <> 0 AND (verdict IN (3, 4, 6)
	OR (verdict = 1 AND person IS NOT NULL
		AND op IN ('identity_read', 'likeness_read', 'channel_list', 'person_notes', 'person_copy')));

-- task_row: a task as it is read; its person is named only while the organisation has a relation to her
CREATE VIEW task_row AS
SELECT t.id, t.ref, t.org, t.account, t.holder, t.kind, t.due_at, t.done, t.urgent, t.about, t.other, t.question, t.shift,
	p.ref AS person, n.age, n.sex, n.speech, n.municipality, f.ref AS referral, f.purpose, s.name AS from_name,
	l.ref AS likeness, o.ref AS proposal, k.ref AS complaint, e.ref AS entry, e.register AS reg, x.kind AS sheet_kind,
	(SELECT g.account FROM assignment g WHERE g.person = t.person AND g.org = t.org ORDER BY g.id DESC LIMIT 1) AS worker
FROM task t LEFT JOIN relation r ON r.person = t.person AND r.org = t.org AND (r.kinds & 7) <> 0
	LEFT JOIN person p ON p.id = r.person LEFT JOIN person_now n ON n.person = r.person
	LEFT JOIN referral f ON f.id = t.referral LEFT JOIN org s ON s.id = f.org
	LEFT JOIN likeness l ON l.id = t.likeness LEFT JOIN entry e ON e.id = t.entry
	LEFT JOIN proposal o ON o.id = t.proposal LEFT JOIN complaint k ON k.id = t.complaint
	LEFT JOIN sheet x ON x.id = t.sheet;
