#!/bin/bash
# The log through the command: whole as it is, and every way of changing it afterwards is found and placed.
. "$ROOT/tests/lib/serve.sh"
echo 1..22

dir=$TMP_DIR/registry
check 'a registry is made' registry "$dir"
signal() { "$ATRAMA" op "$dir" signal_record --as rasa "{\"municipality\": \"rokiskis\", \"source\": \"met\", \"age\": \"18_24\",
	\"sex\": \"female\", \"language\": \"uk\", \"happened\": \"$(date +%F)\"}"; }
check 'with something in its log' bash -c "$(declare -f signal); dir='$dir'; signal && signal && signal"
check 'and something refused' bash -c "! '$ATRAMA' op '$dir' person_read --as lina '{\"person\": \"$(key)\"}'"
verify() { "$ATRAMA" audit verify "$dir" >"$TMP_DIR/said" 2>"$TMP_DIR/why"; }
whole() { verify && grep -q "^rows $rows, signed up to $rows$" "$TMP_DIR/said"; }
store() { sqlite3 "$dir/store.db" "$1"; }
rows=$(store 'SELECT COUNT(*) FROM audit')
cp "$dir/store.db" "$TMP_DIR/kept.db"
check 'the log is whole' whole

back() { rm -f "$dir"/store.db*; cp "$TMP_DIR/kept.db" "$dir/store.db"; }
found() { # ROW REASON SQL: after it the command fails with the code of a broken seal, names the row and says what it is
	local code
	store "$3" || return 1
	verify
	code=$?
	back
	[ "$code" = 10 ] && grep -q "($1)\$" "$TMP_DIR/why" && grep -q "$2" "$TMP_DIR/said" || { echo "code $code"; cat "$TMP_DIR/said" "$TMP_DIR/why"; return 1; }
}
next=$((rows + 1))
for column in 'actor = actor + 1' 'at = at + 1' 'verdict = 1 + verdict % 5' "op = 'org_list'" 'person = 1 + COALESCE(person, 0)' \
	'as_operator = 1 - as_operator' 'digest = NULL' 'roles = roles + 1' 'use = 1' 'wrote = NULL'; do
	check "an edited row is found: ${column%% *}" found 5 edited "UPDATE audit SET $column WHERE n = 5"
done
check 'an edited hash is found' found 5 edited 'UPDATE audit SET hash = zeroblob(32) WHERE n = 5'
check 'a row taken out of the middle is found' found 5 missing 'DELETE FROM audit WHERE n = 5'
check 'rows cut from the end are found' found $((rows - 1)) missing "DELETE FROM audit WHERE n > $((rows - 2))"
swap='UPDATE audit SET n = -5 WHERE n = 5; UPDATE audit SET n = 5 WHERE n = 6; UPDATE audit SET n = 6 WHERE n = -5'
check 'two rows exchanged are found' found 5 edited "$swap"
check 'a row added at the end is found' found "$next" 'after the last one' \
	"CREATE TEMP TABLE one AS SELECT * FROM audit WHERE n = $rows; UPDATE one SET n = $next; INSERT INTO audit SELECT * FROM one"
# abuse 11
check 'a head that was moved back with the rows is found' bash -c "
	sqlite3 '$dir/store.db' \"DELETE FROM audit WHERE n > 5; UPDATE audit_head SET n = 5, hash = (SELECT hash FROM audit WHERE n = 5)\"
	! '$ATRAMA' audit verify '$dir'"
refuses() { # a keeper does not go on from such a head
	! "$ATRAMA" op "$dir" org_list --as rasa 2>"$TMP_DIR/why" && grep -q 'not signed with this key file' "$TMP_DIR/why"
}
check 'and no keeper starts on it' refuses
back
check 'put back as it was, the log is whole again' whole
