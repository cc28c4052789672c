#!/bin/bash
# A year of work by people who do at random what they may (year.mjs), and what holds afterwards. STEPS and SEED choose another.
# As a test of every day it is short: tests/cli/year.sh.
. "$ROOT/tests/lib/serve.sh"
echo 1..28
here=$ROOT/tests/soak built=$(dirname "$ATRAMA")
ATRAMA=${ATRAMA_CLOCKED:-$built/tests/control/atrama-clock} ASK=${ASK:-$built/tests/control/ask}
DIR=$TMP_DIR/registry ATRAMA_CLOCK=$TMP_DIR/clock
printf '\0\0\0\0\0\0\0\0' >"$ATRAMA_CLOCK"
export ATRAMA_CLOCK ASK DIR
"$ATRAMA" init "$DIR" >/dev/null && serve "$DIR" || exit
export BASE=$base
played() {
	"$ROOT/tools/node" "$here/year.mjs" "${STEPS:-10000}" "${SEED:-1}" >"$TMP_DIR/played" || { cat "$TMP_DIR/played"; return 1; }
}
check "a year is played, and no operation ends in an error of ours" played
sed 's/^/# /' "$TMP_DIR/played"
check 'most of what was tried went well somewhere' jq -e '.succeeded > 25 and .done > .refused / 4' "$TMP_DIR/played"
stop
check 'the log of the service names no error' bash -c "! grep '\"level\":\"error\"' '$TMP_DIR/serve.err'"

sql() { sqlite3 "$DIR/store.db" "$1"; }
reached() { echo "# $1: $(sql "SELECT COUNT(*) FROM $2")"; } # so that nobody takes a rule that met nothing for one that held
none() { # SQL: gives no row
	local rows
	rows=$(sql "$1 LIMIT 5") || return
	[ -z "$rows" ] || { echo "$rows"; return 1; }
}
stands() { echo "$1.void = 0 AND NOT EXISTS (SELECT 1 FROM $2 y WHERE y.supersedes = $1.id)"; }

reached 'people' person
reached 'referrals' referral
reached 'stays' placement
reached 'decisions' 'decision WHERE stage = 2'
reached 'decisions looked at again' review
reached 'records that stand beside another' 'sheet WHERE beside IS NOT NULL'
reached 'times' clock
reached 'times that were changed' clock_change
reached 'files closed to somebody' closed
reached 'records joined' same_person

check 'the log is whole, and what each act wrote is there' "$ATRAMA" audit verify "$DIR" --deep
now=$(sql 'SELECT MAX(at) FROM act')

# Current state is what the facts say.
tables='person_now relation victim same_person closed referral_now place_now entry_now'
state() { for table in $tables; do echo "== $table"; sql "SELECT * FROM $table" | sort; done; }
state >"$TMP_DIR/before"
check 'it is made anew from the facts' "$ATRAMA" rebuild "$DIR"
state >"$TMP_DIR/after"
check 'and is the same' diff "$TMP_DIR/before" "$TMP_DIR/after"

check 'nobody has met a person without a sign' none "SELECT person, org FROM relation r WHERE kinds & 1 AND NOT EXISTS
	(SELECT 1 FROM signal s WHERE s.person = r.person AND s.org = r.org AND $(stands s signal))"
check 'nobody helps or decides without an accepted referral' none "SELECT person, org FROM relation r WHERE kinds & 6 AND NOT EXISTS
	(SELECT 1 FROM referral_now n WHERE n.person = r.person AND n.receiver = r.org AND n.state = 2)"
check 'a question from another country opens no file' none "SELECT r.person FROM relation r JOIN org o ON o.id = r.org WHERE o.kind = 19
	AND NOT EXISTS (SELECT 1 FROM referral f WHERE f.person = r.person AND f.receiver = r.org AND f.purpose <> 5)"
check 'no place is over-full' none 'SELECT n.place FROM place_now n JOIN place p ON p.id = n.place WHERE n.taken > p.beds OR n.taken < 0'
check 'nobody stays at two places' none "SELECT g.person FROM placement g WHERE $(stands g placement)
	AND NOT EXISTS (SELECT 1 FROM placement_end e WHERE e.placement = g.id AND $(stands e placement_end)) GROUP BY g.person HAVING COUNT(*) > 1"
check 'one open referral at most for a person, purpose and receiver' none "SELECT n.person FROM referral_now n JOIN referral f ON f.id = n.referral
	WHERE n.state = 1 GROUP BY n.person, n.receiver, f.purpose HAVING COUNT(*) > 1"
check 'nobody is asked to answer what is answered' none 'SELECT t.id FROM task t JOIN referral_now n ON n.referral = t.referral
	WHERE t.kind IN (1, 2) AND t.done = 0 AND n.state <> 1'
check 'whatever is open can be answered: it has its task' none 'SELECT n.referral FROM referral_now n WHERE n.state = 1
	AND NOT EXISTS (SELECT 1 FROM task t WHERE t.referral = n.referral AND t.kind = 1 AND t.done = 0)'
check 'no help goes on after the consent it stood on' none "SELECT n.referral FROM referral_now n JOIN referral f ON f.id = n.referral
	JOIN consent c ON c.id = (SELECT MAX(x.id) FROM consent x WHERE x.person = n.person AND x.recipient = n.receiver AND x.purpose = f.purpose
		AND x.void = 0 AND NOT EXISTS (SELECT 1 FROM consent y WHERE y.supersedes = x.id))
	JOIN person_now p ON p.person = n.person
	WHERE n.state = 2 AND c.state = 3 AND c.act > f.act AND p.age NOT IN (1, 2, 6)"
check 'every job that fell due was done' none "SELECT id, kind FROM job WHERE done = 0 AND due_at < $now - 3600000000"
check 'work is given to people of the body it is for' none 'SELECT t.id FROM task t JOIN account a ON a.id IN (t.account, t.holder) WHERE a.org <> t.org'
check 'nobody has work in hand about a file that is closed to her' none 'SELECT t.id FROM task t JOIN closed c ON c.person = t.person
	JOIN account a ON a.id = t.holder WHERE t.done = 0 AND c.account = a.id'
check 'a decision was made by a deciding body' none "SELECT d.id FROM decision d JOIN org o ON o.id = d.org WHERE d.stage = 2 AND o.code <> 'bureau'"
check 'and never by who referred the person for it' none "SELECT d.id FROM decision d JOIN act m ON m.n = d.act
	JOIN referral f ON f.person = d.person AND f.purpose = 2 AND f.receiver = d.org JOIN act s ON s.n = f.act WHERE d.stage = 2 AND s.actor = m.actor"
check 'one decision stands for a person, and it is one of hers' none 'SELECT v.person FROM victim v JOIN decision d ON d.id = v.decision
	WHERE d.person <> v.person OR d.void <> 0'
check 'no correction is corrected twice' none "SELECT supersedes FROM (SELECT supersedes FROM sheet UNION ALL SELECT -supersedes FROM decision)
	WHERE supersedes IS NOT NULL GROUP BY supersedes HAVING COUNT(*) > 1"
check 'of rival records each stands or was settled' none 'SELECT s.id FROM sheet s WHERE s.beside IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sheet b
	WHERE b.id = s.beside AND b.person = s.person AND b.kind = s.kind)'
check 'a time ends no earlier than it began' none "SELECT c.id FROM clock c WHERE $(stands c clock) AND c.ends < c.happened"
check 'no time runs twice at once for a person' none "SELECT c.person FROM clock c WHERE $(stands c clock) AND c.ends >= $now / 86400000000
	AND NOT EXISTS (SELECT 1 FROM clock_change x WHERE x.clock = c.id AND x.what IN (4, 5) AND $(stands x clock_change))
	GROUP BY c.person, c.kind HAVING COUNT(*) > 1"
check 'no unfinished thing is older than a week' none "SELECT id FROM draft WHERE until < $now - 86400000000"
check 'what happened had happened when it was written down' none "SELECT 1 FROM (SELECT happened, act FROM signal UNION ALL SELECT happened, act FROM sheet
	UNION ALL SELECT happened, act FROM service UNION ALL SELECT happened, act FROM decision) f JOIN act a ON a.n = f.act
	WHERE f.happened > a.at / 86400000000 + 1"
check 'nobody waits for two messages' none 'SELECT account FROM outbox WHERE sent_at IS NULL GROUP BY account HAVING COUNT(*) > 1'
