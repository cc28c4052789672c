#!/bin/bash
# What somebody does who has the store and SQL, or the server itself: facts changed behind the log's back, the log put back
# or written anew, a proof or a letter spoilt. All of it is found, by the command, by a second program, or by a witness.
. "$ROOT/tests/lib/serve.sh"
echo 1..41

dir=$TMP_DIR/registry served=$TMP_DIR/registry
op() { "$ATRAMA" op "$dir" "$@"; }
store() { sqlite3 "$dir/store.db" "$1"; }
save() { rm -rf "$TMP_DIR/$1" && cp -a "$dir" "$TMP_DIR/$1"; }
back() { rm -f "$dir"/store.db*; cp "$TMP_DIR/${1:-kept}/store.db" "$dir/store.db"; }
sign() { op signal_record --as rasa "{\"municipality\": \"rokiskis\", \"source\": \"met\", \"age\": \"18_24\", \"sex\": \"female\",
	\"language\": \"uk\", \"happened\": \"$(date +%F)\", \"note\": \"what she said\"}" | jq -r .person; }
filled() {
	registry "$dir" && op org_create '{"org": "watch", "org_name": "Oversight", "org_kind": "oversight", "region": "panevezys"}' &&
		password | "$ATRAMA" user add "$dir" ada --name Ada --org watch --role auditor &&
		person=$(sign) && other=$(sign) &&
		op identity_record --as rasa "{\"person\": \"$person\", \"given\": \"Vika\", \"family\": \"Melnyk\", \"born\": 2001}" &&
		op consent_record --as rasa "{\"person\": \"$person\", \"purpose\": \"support\", \"org\": \"haven\", \"consent_state\": \"given\",
			\"language\": \"uk\", \"read_aloud\": true, \"scope\": [\"needs\"]}" &&
		op trait_record --as rasa "{\"person\": \"$person\", \"trait\": \"citizenship\", \"trait_value\": \"ua\", \"happened\": \"$(date +%F)\"}"
}
check 'a registry is made and something stands in it' filled
verify() { "$ATRAMA" audit verify "$dir" "$@" >"$TMP_DIR/said" 2>"$TMP_DIR/why"; }
check 'the log and what it tells of are whole' verify --deep
save kept

# Facts: every kind that stands there, one value each.
found() { # TABLE SQL: the table is named, with its act
	local act code
	act=$(store "SELECT COALESCE((SELECT MAX(act) FROM $1), 0)" 2>/dev/null) || act=0
	store "$2" || return 1
	verify --deep
	code=$?
	back
	[ "$code" = 10 ] && grep -q "(table, act): $1, $act\$" "$TMP_DIR/said" || { echo "code $code, act $act"; cat "$TMP_DIR/said" "$TMP_DIR/why"; return 1; }
}
check 'a changed sign is found' found signal 'UPDATE signal SET age = age + 1 WHERE id = 2'
check 'a sealed name with one byte turned is found' found identity \
	"UPDATE identity SET sealed = CAST(substr(sealed, 1, 40) || x'00' || substr(sealed, 42) AS BLOB) WHERE id = 1"
check 'a sealed note exchanged for another is found' found note \
	'UPDATE note SET text = (SELECT text FROM note WHERE id = 1) WHERE id = 2'
check 'a token is found' bash -c "$(declare -f store back verify); dir='$dir' TMP_DIR='$TMP_DIR' ATRAMA='$ATRAMA'
	store \"UPDATE identity_token SET token = zeroblob(16)\"; verify --deep; code=\$?; back
	[ \$code = 10 ] && grep -q ': identity_token, ' '$TMP_DIR/said'"
check 'a changed consent is found' found consent 'UPDATE consent SET state = 3 - state'
check 'a trait taken out is found' found trait 'DELETE FROM trait'
check 'a fact put in is found' found signal \
	"CREATE TEMP TABLE one AS SELECT * FROM signal WHERE id = 2; UPDATE one SET id = 9, ref = zeroblob(16); INSERT INTO signal SELECT * FROM one"
zero() { # TABLE SQL: of a table whose rows tell no act
	store "$2" && ! verify --deep && back && grep -q "(table, act): $1, 0\$" "$TMP_DIR/said"
}
check 'a role given with SQL is found' zero account_role "INSERT INTO account_role (account, role) VALUES (1, 6)"
check 'a password put in its place is found' zero account "UPDATE account SET password = 'x' WHERE id = 1"
untold() { store "$1" && ! verify --deep && back && grep -q "$2" "$TMP_DIR/said"; }
check 'an act that says another time is found' untold 'UPDATE act SET at = at + 1 WHERE n = 6' 'No entry of the log tells of this act'
check 'an act taken out is found' untold 'PRAGMA foreign_keys = 0; DELETE FROM act WHERE n = (SELECT MAX(n) FROM act)' 'is missing: '
check 'put back, all is whole again' verify --deep

# Proofs, and a program that shares nothing with this one.
"$ATRAMA" audit head "$dir" >"$TMP_DIR/early"
public=$("$ATRAMA" audit head "$dir" --json | jq -r .public_key)
second() { "$ROOT/tools/node" "$ROOT/tests/cli/log_check.mjs" "$@"; }
check 'a second verifier agrees on the log' bash -c "'$ROOT/tools/node' '$ROOT/tests/cli/log_check.mjs' store '$dir/store.db' '$public' |
	grep -qF \"\$(sed -n 3p '$TMP_DIR/early')\""
all_proved() {
	local n
	for n in $(seq 1 4 "$(store 'SELECT COUNT(*) FROM audit')"); do
		"$ATRAMA" audit prove "$dir" "$n" --json >"$TMP_DIR/proof" && "$ATRAMA" audit check "$TMP_DIR/proof" && second proof "$TMP_DIR/proof" ||
			return 1
	done
}
check 'entries are proved, and both believe it' all_proved
spoilt() { jq "$1" "$TMP_DIR/proof" >"$TMP_DIR/spoilt" && ! "$ATRAMA" audit check "$TMP_DIR/spoilt" && ! second proof "$TMP_DIR/spoilt"; }
check 'not with another number' spoilt '.rows[0].leaf_n -= 1'
check 'not with other bytes' spoilt '.rows[0].leaf |= sub("^13000000"; "13000001")'
check 'not with another proof' spoilt '.rows[0].proof[0] |= (explode | reverse | implode)'
check 'not with a proof cut short' spoilt '.rows[0].proof |= .[1:]'
check 'not with another size' spoilt '.checkpoint |= sub("\n(?<n>[0-9]+)\n"; "\n1\(.n)\n")'
check 'nor is an entry proved that is not there' bash -c "! '$ATRAMA' audit prove '$dir' 999999"
check 'the log begins with the checkpoint somebody kept' verify --from "$TMP_DIR/early"
sign >/dev/null
check 'also when it has grown' verify --from "$TMP_DIR/early"
check 'a checkpoint of another key is none' bash -c "sed 's/— .*/— a AAAA/' '$TMP_DIR/early' >'$TMP_DIR/forged'
	! '$ATRAMA' audit verify '$dir' --from '$TMP_DIR/forged'"

# Her letter: all entries about her, or none.
letter() {
	op channel_record --as rasa "{\"person\": \"$person\", \"channel\": \"hand\", \"is_safe\": true}" &&
		op file_open --as rasa "{\"person\": \"$person\", \"use\": \"identification\", \"knows\": false}" &&
		op identity_read --as rasa "{\"person\": \"$person\"}" &&
		op who_letter --as rasa "{\"person\": \"$person\", \"channel\": \"hand\", \"language\": \"uk\"}" |
			jq '. + {format: "atrama-who-1"}' >"$TMP_DIR/proof" && "$ATRAMA" audit check "$TMP_DIR/proof" && second proof "$TMP_DIR/proof"
}
check 'a letter proves that its list is complete' letter
withheld() { jq "$1" "$TMP_DIR/proof" >"$TMP_DIR/spoilt" && ! "$ATRAMA" audit check "$TMP_DIR/spoilt"; }
check 'not with a look left out' withheld 'del(.rows[1])'
check 'nor with the last ones left out' withheld 'del(.rows[-1])'
check 'nor where the words beside an entry are others' withheld '.rows[0].verdict = "failed"'

# A witness: another body, which keeps what it has seen.
"$ATRAMA" witness init "$TMP_DIR/witness" ngo-witness --log "$public" >"$TMP_DIR/witness.key"
check 'a witness is added by who oversees' op witness_add --as ada "{\"public_key\": \"$(cat "$TMP_DIR/witness.key")\"}"
check 'a key that is no witness'"'"'s is refused' bash -c "! '$ATRAMA' op '$dir' witness_add --as ada '{\"public_key\": \"$public\"}'"
check 'the registry is served' serve "$dir"
session=$(token ada)
ask() { curl -s "$base/api/v1/$1" -H "Authorization: Bearer $session" "${@:2}"; }
exchange() { # asks the registry, checks, signs
	{ ask log_head && ask "log_consistency?old_size=$("$ATRAMA" witness size "$TMP_DIR/witness")"; } >"$TMP_DIR/answers"
	"$ATRAMA" witness "$TMP_DIR/witness" <"$TMP_DIR/answers" >"$TMP_DIR/cosignature" 2>"$TMP_DIR/why"
}
hand_in() { gives "$1" "$base/api/v1/log_cosign" -H "Authorization: Bearer $session" -H 'Content-Type: application/json' \
	-H "Idempotency-Key: $(key)" -d @"$TMP_DIR/cosignature"; }
check 'the witness signs what it was shown' exchange
check 'and the registry keeps its signature' hand_in 200
check 'which everybody inside sees' bash -c "[ '$(ask log_head | jq -r '.rows[0].witness')' = ngo-witness ]"
check 'the same again within a minute is refused' hand_in 409
check 'it signs the log again once it has grown' exchange
jq -c '.size -= 1' "$TMP_DIR/cosignature" >"$TMP_DIR/other" && mv "$TMP_DIR/other" "$TMP_DIR/cosignature"
check 'a signature under another size is nobody'"'"'s' hand_in 403
stop >/dev/null

# The server itself, with its keys: puts the whole store back, and goes on from there.
back
check 'the log alone does not see that it was put back' verify --deep
refused() { ! "$ATRAMA" witness "$TMP_DIR/witness" <"$TMP_DIR/answers" >"$TMP_DIR/cosignature" 2>"$TMP_DIR/why" && [ ! -s "$TMP_DIR/cosignature" ] &&
	grep -q 'Nothing is signed\|log_consistency too' "$TMP_DIR/why"; }
shorter() { back && "$ATRAMA" audit head "$dir" --json >"$TMP_DIR/answers" && refused && grep -q 'it was put back' "$TMP_DIR/why"; }
rewritten() { # another log of a greater size, signed by the same key, with the best proof its owner can give
	serve "$dir" || return
	session=$(token ada)
	for _ in $(seq 40); do ask org_list >/dev/null; done
	{ ask log_head && ask "log_consistency?old_size=$("$ATRAMA" witness size "$TMP_DIR/witness")"; } >"$TMP_DIR/answers"
	stop >/dev/null
	refused && grep -q 'written anew' "$TMP_DIR/why"
}
# abuse 12
check 'a log written anew and signed anew is found by the witness in one exchange' rewritten
check 'and one that is shorter' shorter
