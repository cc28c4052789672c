#!/bin/bash
# One referral from the street to a decision, driven from a shell as five people of three agencies; a sixth, of a fourth,
# gets nothing at any step.
. "$ROOT/tests/lib/serve.sh"
echo 1..22

dir=$TMP_DIR/registry today=$(date +%F)
people() {
	registry "$dir" || return
	"$ATRAMA" op "$dir" org_create '{"org": "bureau", "org_name": "Bureau", "org_kind": "police", "region": "vilnius"}' &&
		"$ATRAMA" op "$dir" org_create '{"org": "other", "org_name": "Other", "org_kind": "ngo", "region": "vilnius"}' &&
		password daiva | "$ATRAMA" user add "$dir" daiva --name 'Daiva' --org bureau --role decider &&
		password jonas | "$ATRAMA" user add "$dir" jonas --name 'Jonas' --org bureau --role decider &&
		password inga | "$ATRAMA" user add "$dir" inga --name 'Inga' --org other --role support
}
does() { # LOGIN OP JSON: the answer in $TMP_DIR/answer
	"$ATRAMA" op "$dir" "$2" "$3" --as "$1" >"$TMP_DIR/answer"
}
got() { jq -r "$1" "$TMP_DIR/answer"; }
sixth() { # OP JSON: Inga is told nothing, not even that there is something
	local code=0
	"$ATRAMA" op "$dir" "$1" "$2" --as inga >"$TMP_DIR/answer" 2>"$TMP_DIR/said" || code=$?
	[ "$code" != 0 ] && [ ! -s "$TMP_DIR/answer" ] && ! grep -q "$person" "$TMP_DIR/said"
}
agree() { # LOGIN PURPOSE ORG
	does "$1" consent_record "{\"person\": \"$person\", \"purpose\": \"$2\", \"org\": \"$3\", \"consent_state\": \"given\",
		\"language\": \"uk\", \"read_aloud\": true}"
}

check 'three agencies, five people and a sixth' people

check 'Rasa meets somebody' does rasa signal_record "{\"municipality\": \"rokiskis\", \"source\": \"met\", \"age\": \"25_39\",
	\"sex\": \"female\", \"language\": \"uk\", \"happened\": \"$today\"}"
person=$(got .person)
check 'who agrees to be helped by Haven' agree rasa support haven
check 'she refers her' does rasa referral_send "{\"person\": \"$person\", \"org\": \"haven\", \"purpose\": \"support\", \"need\": [\"shelter\"]}"
support=$(got .referral)
check 'Inga does not see the person' sixth person_read "{\"person\": \"$person\"}"
check 'nor the referral' sixth referral_read "{\"referral\": \"$support\"}"
check 'nor may she accept it' sixth referral_accept "{\"referral\": \"$support\"}"

check 'Lina confirms that it came' does lina referral_receive "{\"referral\": \"$support\"}"
check 'and accepts it' does lina referral_accept "{\"referral\": \"$support\"}"
check 'Olga records the presumption' does olga presumption_record "{\"person\": \"$person\", \"form\": [\"labour_forced\"], \"happened\": \"$today\"}"
check 'and that the person agrees to a decision' agree olga decision bureau
check 'she refers her for a decision' does olga referral_send "{\"person\": \"$person\", \"org\": \"bureau\", \"purpose\": \"decision\", \"need\": [\"decision\"]}"
decision=$(got .referral)
check 'Daiva accepts' does daiva referral_accept "{\"referral\": \"$decision\"}"
check 'Jonas opens the file' does jonas file_open "{\"person\": \"$person\", \"use\": \"decision\", \"knows\": false}"
check 'and decides' does jonas decision_record "{\"person\": \"$person\", \"outcome\": \"identified\", \"form\": [\"labour_forced\"], \"decided_on\": \"$today\"}"
check 'Inga may not decide' sixth decision_record "{\"person\": \"$person\", \"outcome\": \"not_identified\", \"form\": [\"labour_forced\"], \"decided_on\": \"$today\"}"
check 'nor ask what was decided' sixth decision_list "{\"person\": \"$person\"}"
check 'nor who works on the case' sixth person_parties "{\"person\": \"$person\"}"

does lina file_open "{\"person\": \"$person\", \"use\": \"support\", \"knows\": false}"
check 'those who do are three' bash -c "'$ATRAMA' op '$dir' person_parties '{\"person\": \"$person\"}' --as lina |
	jq -e '[.rows[].org] | sort == [\"bureau\", \"haven\", \"police\"]'"
check 'Rasa was told that Haven accepted, and ticks it off' bash -c "task=\$('$ATRAMA' op '$dir' task_list --as rasa |
	jq -r '.rows[] | select(.task_kind == \"accepted\" and (.done | not)) | .task') &&
	'$ATRAMA' op '$dir' task_done \"{\\\"task\\\": \\\"\$task\\\"}\" --as rasa"
check 'the person is an identified victim' bash -c "'$ATRAMA' op '$dir' person_read '{\"person\": \"$person\"}' --as lina | jq -e '.status == \"identified\"'"
check 'and the log says who did what, on whose behalf' "$ATRAMA" audit verify "$dir" --deep
