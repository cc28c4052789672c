#!/bin/bash
# Who keeps whose accounts, what takes two people, hand-over, complaints and erasure, in a real registry over the API.
. "$ROOT/tests/lib/serve.sh"
echo 1..58

dir=$TMP_DIR/registry
organisation() { # CODE KIND
	"$ATRAMA" op "$dir" org_create "{\"org\": \"$1\", \"org_name\": \"$1\", \"org_kind\": \"$2\", \"region\": \"panevezys\"}"
}
account() { # LOGIN ORG ROLE [OPTION...]
	password "$1" | "$ATRAMA" user add "$dir" "$1" --name "$1" --org "$2" --role "$3" "${@:4}"
}
made() {
	registry "$dir" && organisation office administration && organisation ombud rapporteur && organisation watch oversight &&
		account kristina office administrator && organisation county coordination && account darius county administrator && account karolis ombud administrator &&
		account nijole ombud rapporteur && account aurimas watch auditor && account petras police officer &&
		account vera haven support && account boss haven supervisor &&
		account late police officer --vetted "$(date -d yesterday +%F)"
}
check 'a registry with its first accounts is made at the machine' made
check 'and served' serve "$dir" || exit
declare -A bearer
for who in kristina darius karolis nijole aurimas rasa petras lina vera boss late; do bearer[$who]=$(token "$who"); done
body() { jq -e "$1" "$TMP_DIR/body" || { head -c 600 "$TMP_DIR/body"; return 1; }; }
call() { # WHO STATUS OPERATION [JSON]
	gives "$2" -H "Authorization: Bearer ${bearer[$1]}" -H 'Content-Type: application/json' -H "Idempotency-Key: $(key)" \
		"$base/api/v1/$3" -d "${4:-{\}}"
}
got() { jq -r "$1" "$TMP_DIR/body"; }
user() { # LOGIN: the account's reference, as its keeper sees it
	call "${2:-kristina}" 200 user_list >/dev/null && got ".rows[] | select(.staff_name == \"$1\") | .user"
}
signal() { jq -nc --arg day "$(date +%F)" '{municipality: "rokiskis", source: "met", age: "18_24", sex: "female", language: "uk", happened: $day}'; }

# Joiner
new='{"login": "jurate", "password": "seven-quiet-harbours", "staff_name": "Jurate", "org": "haven", "role": ["support"],
	"held": ["vetting:2098-01-01"]}'
soon=$(date -d '+300 days' +%F)
check 'a date of vetting out of reason is refused' call kristina 422 user_create "$new"
check 'and named' body '.error.field == "held"'
new=${new/\"vetting:2098-01-01\"/\"vetting:$soon\", \"training:$soon\"}
check 'an account is added' call kristina 200 user_create "$new"
jurate=$(got .user) proposal=$(got '.proposal[0]')
bearer[jurate]=$(token jurate)
check 'and may do nothing' call jurate 403 signal_record "$(signal)"
check 'who asked does not agree' call kristina 404 proposal_agree "{\"proposal\": \"$proposal\"}"
check 'nor does who gets the role' call jurate 403 proposal_agree "{\"proposal\": \"$proposal\"}"
check 'nor an auditor' call aurimas 404 proposal_agree "{\"proposal\": \"$proposal\"}"
check 'an administrator of another house reads what is proposed' call darius 200 proposal_read "{\"proposal\": \"$proposal\"}"
check 'and by whom' body '.staff_name == "kristina" and (.grant[0] | startswith("support:")) and .allowed'
check 'and agrees' call darius 200 proposal_agree "{\"proposal\": \"$proposal\"}"
check 'now the role holds, at once' call jurate 200 signal_record "$(signal)"
check 'twice is once' call darius 409 proposal_agree "{\"proposal\": \"$proposal\"}"
check 'vetting that ran out ends the role' call late 403 signal_record "$(signal)"
late=$(user late)
check 'and comes back with a new date' call kristina 200 credential_record \
	"{\"user\": \"$late\", \"credential\": \"vetting\", \"expires\": \"$soon\"}"
check 'at once' call late 200 signal_record "$(signal)"

# Whose accounts
check 'no administrator of the registry makes a rapporteur' call kristina 403 org_create \
	'{"org": "second", "org_name": "Second", "org_kind": "rapporteur", "region": "panevezys"}'
puppet() { echo "{\"login\": \"puppet\", \"password\": \"seven-quiet-harbours\", \"staff_name\": \"P\", \"org\": \"$1\", \"role\": [\"$2\"]}"; }
check 'nor an account of hers' call kristina 403 user_create "$(puppet ombud rapporteur)"
check 'nor of oversight' call kristina 403 user_create "$(puppet watch auditor)"
nijole=$(user nijole karolis)
check 'nor sees hers' bash -c "! grep -q '$nijole' <<<'$(call kristina 200 user_list; cat "$TMP_DIR/body")'"
for op in user_read user_close user_move role_end role_grant credential_record user_reset; do
	more='"leave": "left", "role": "rapporteur", "credential": "vetting", "expires": "2026-12-01", "new_password": "three grey horses 9", "words": "There is a reason for this, truly."'
	case $op in
	user_read | user_move) more= ;;
	user_close) more='"leave": "left"' ;;
	role_*) more='"role": "rapporteur"' ;;
	credential_record) more='"credential": "vetting", "expires": "2026-12-01"' ;;
	user_reset) more='"new_password": "three grey horses 9", "words": "There is a reason for this, truly."' ;;
	esac
	check "to her, $op finds nobody there" call kristina 404 "$op" "{\"user\": \"$nijole\"${more:+, $more}}"
done
check 'the rapporteur'\''s administrator keeps only her own house' call karolis 403 user_create "$(puppet haven support)"

# Leaver, and who forgot everything
check 'a reset waits for a second person' call kristina 200 user_reset \
	"{\"user\": \"$(user petras)\", \"new_password\": \"three grey horses 9\", \"words\": \"He came to the office with his card.\"}"
reset=$(got .proposal)
check 'until then nothing changes' call petras 200 person_list
check 'then his sessions end' call darius 200 proposal_agree "{\"proposal\": \"$reset\"}"
check 'at once' call petras 401 person_list
check 'and the old password is no more' gives 401 -H 'Content-Type: application/json' "$base/api/v1/session_open" \
	-d "{\"login\": \"petras\", \"password\": \"$(password petras)\"}"
check 'an account is ended' call kristina 200 user_close "{\"user\": \"$late\", \"leave\": \"left\"}"
check 'and its session with it' call late 401 person_list

# Hand-over
check 'a helper records a sign' call lina 200 signal_record "$(signal)"
person=$(got .person)
check 'somebody is named to work with her' call lina 200 person_assign "{\"person\": \"$person\", \"user\": \"$(user Lina)\"}"
check 'her work is handed over by who reviews' call boss 200 handover "{\"user\": \"$(user Lina)\", \"to\": \"$(user vera)\"}"
check 'and that is one person' body '.people == 1'
check 'who sees nobody by that' call boss 403 person_read "{\"person\": \"$person\"}"

# Complaints
check 'a complaint about the police is written down' call lina 200 complaint_record \
	"{\"org\": \"police\", \"complaint_about\": \"treated\", \"person\": \"$person\", \"words\": \"An officer read the file aloud.\"}"
complaint=$(got .complaint)
answer="{\"complaint\": \"$complaint\", \"complaint_state\": \"not_upheld\", \"reply\": \"Nothing happened.\"}"
check 'the police cannot read it' call rasa 403 complaint_list
check 'nor answer it' call rasa 403 complaint_answer "$answer"
check 'the rapporteur reads it, and no person' call nijole 200 complaint_list
check 'but a word that leads nowhere' body ".rows[0].words == \"An officer read the file aloud.\" and (.rows[0].token | length == 16)"
check 'and answers' call nijole 200 complaint_answer "$answer"

# Erasing who somebody is
check 'a name is written down' call lina 200 identity_record \
	"{\"person\": \"$person\", \"given\": \"Olena\", \"family\": \"Kovalenko\", \"born\": 1994, \"document\": \"FK 123456\"}"
check 'to erase it takes another' call lina 200 person_erase "{\"person\": \"$person\", \"words\": \"She asked us to, in writing, today.\"}"
erase=$(got .proposal)
check 'here a colleague' call vera 200 proposal_agree "{\"proposal\": \"$erase\"}"
cut() { for _ in $(seq 50); do [ -s "$dir/store.db-wal" ] || return 0; sleep 0.1; done; ls -l "$dir"; return 1; }
check 'and the write-ahead log was cut off' cut
check 'her file is shut' call lina 403 identity_read "{\"person\": \"$person\"}"
check 'and opened again' call lina 200 file_open "{\"person\": \"$person\", \"use\": \"support\", \"knows\": false}"
check 'it holds no name' call lina 404 identity_read "{\"person\": \"$person\"}"
check 'the facts of all agencies are listed without anybody' call nijole 200 fact_list "{\"year\": $(date +%Y)}"
check 'she among them' body "(.rows | length == 3) and ([.rows[].happened | endswith(\"-01\")] | all)"
check 'and the service ends well' stop
check 'with a log that is whole, down to the rows' "$ATRAMA" audit verify "$dir" --deep
