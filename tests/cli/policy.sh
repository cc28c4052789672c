#!/bin/bash
# The policy as people read it: as delivered, as it stands in a registry, and why somebody may or may not do something.
. "$ROOT/tests/lib/serve.sh"
echo 1..17
dir=$TMP_DIR/r
check 'a registry is made' registry "$dir"
password vytas | "$ATRAMA" user add "$dir" vytas --name 'Vytas Vienas' --org police --role officer >/dev/null 2>&1

"$ATRAMA" policy --csv >"$TMP_DIR/delivered.csv"
check 'every operation is printed with every role' awk -F, 'NR == 1 { n = NF } NF != n { bad = 1 } END { exit bad || n != 15 || NR < 130 }' \
	"$TMP_DIR/delivered.csv"
check 'as JSON too' bash -c "'$ATRAMA' policy --json | jq -e 'length > 130 and (.[] | select(.operation == \"identity_read\") | .needs == [\"opened\"])' >/dev/null"
check 'usage is said' bash -c "! '$ATRAMA' policy --csv --json 2>/dev/null && ! '$ATRAMA' policy why '$dir' person_read 2>/dev/null"

"$ATRAMA" policy matrix "$dir" --json >"$TMP_DIR/matrix.json"
in_matrix() { jq -e "$1" "$TMP_DIR/matrix.json" >/dev/null; }
check 'a registry prints what it asks' in_matrix '.operations | length > 130'
check 'with what its country forbids' in_matrix '.operations[] | select(.operation == "identity_read") | .forbidden == ["labour", "migration"]'
check 'with who may hold a role' in_matrix '.roles[] | select(.role == "decider") | .org_kinds == ["police", "border", "prosecution", "other"]'
check 'and with what no change can join' in_matrix '.roles[] | select(.role == "auditor") | .never | index("work")'
check 'nothing differs from what is delivered yet' bash -c "diff <('$ATRAMA' policy matrix '$dir' --csv | cut -d, -f1-4,6-) <(cut -d, -f1-4,6- '$TMP_DIR/delivered.csv')"

# As two people's agreement leaves it.
sqlite3 "$dir/store.db" "INSERT INTO policy_rule (role, capability, allowed, proposal, act) VALUES (1, 'ask', 0, x'00', 1)"
check 'a change is in it' bash -c "'$ATRAMA' policy matrix '$dir' --csv | grep '^ask_record,' | cut -d, -f6 | grep -qx no"
check 'and in force' bash -c "! '$ATRAMA' op '$dir' ask_record '{\"given\": \"A\", \"family\": \"B\", \"born\": 1990, \"why\": \"Her mother is looking for her.\"}' --as rasa 2>/dev/null"

person=$("$ATRAMA" op "$dir" signal_record '{"municipality": "rokiskis", "source": "met", "age": "18_24", "sex": "female", "language": "uk",
	"happened": "2026-01-02"}' --as rasa | jq -r .person)
why() { # LOGIN OPERATION [REF]: the answers as "question:yes", and the verdict
	"$ATRAMA" policy why "$dir" --as "$@" | awk 'NF > 1 { printf "%s:%s ", $1, $2; next } { print $1 }'
}
same() { [ "$1" = "$2" ] || { echo "$1"; return 1; }; }
check 'who recorded her may read the name' same "$(why rasa identity_read "$person")" \
	'session:yes role:yes organisation_kind:yes organisation:yes prohibition:yes fresh:yes thing:yes closed:yes conflict:yes relation:yes opened:yes allowed'
check 'a colleague opens the file first' same "$(why vytas identity_read "$person")" \
	'session:yes role:yes organisation_kind:yes organisation:yes prohibition:yes fresh:yes thing:yes closed:yes conflict:yes relation:yes opened:no unopened'
"$ATRAMA" op "$dir" block_record '{"person": "'"$person"'", "org": "police", "staff_name": "Vytas Vienas"}' --as rasa >/dev/null
check 'unless she closed it to him' same "$(why vytas identity_read "$person")" \
	'session:yes role:yes organisation_kind:yes organisation:yes prohibition:yes fresh:yes thing:yes closed:no conflict:yes relation:yes opened:no blocked'
check 'another organisation has nothing to do with her' same "$(why lina identity_read "$person" | grep -o 'relation:.*')" \
	'relation:no opened:no hidden'
check 'what is not there is nothing' same "$(why lina identity_read 00112233445566778899aabbccddeeff | grep -o 'thing:.*')" 'thing:no hidden'
check 'a wrong question is refused' bash -c "! '$ATRAMA' policy why '$dir' --as rasa identity_read 2>/dev/null && ! '$ATRAMA' policy why '$dir' --as nobody person_list 2>/dev/null && ! '$ATRAMA' policy why '$dir' --as rasa fly 2>/dev/null"
