#!/bin/bash
# Signals from whoever has no account: what stays in the browser, in an address, in the store and in the answer's time; who
# reads them; and calls, counted once.
. "$ROOT/tests/lib/serve.sh"
echo 1..34

dir=$TMP_DIR/registry
check 'a registry is made' registry "$dir"
more() {
	"$ATRAMA" op "$dir" org_create '{"org": "labour", "org_name": "Inspectorate", "org_kind": "labour", "region": "panevezys"}' &&
		"$ATRAMA" op "$dir" org_create '{"org": "migration", "org_name": "Migration", "org_kind": "migration", "region": "panevezys"}' &&
		password inga | "$ATRAMA" user add "$dir" inga --name 'Inga' --org labour --role officer &&
		"$ATRAMA" op "$dir" org_create '{"org": "eye", "org_name": "Rapporteur", "org_kind": "rapporteur", "region": "panevezys"}' &&
		password eye | "$ATRAMA" user add "$dir" eye --name 'Eye' --org eye --role rapporteur &&
		password mantas | "$ATRAMA" user add "$dir" mantas --name 'Mantas' --org migration --role officer
}
check 'with an inspectorate and a migration office' more
check 'and served' serve "$dir" || exit
declare -A session
for who in lina rasa inga mantas; do session[$who]=$(token "$who"); done
api() { # LOGIN|- OP JSON: the status
	local who=()
	[ "$1" = - ] || who=(-H "Authorization: Bearer ${session[$1]}")
	status "${who[@]}" -H 'Content-Type: application/json' -H "Idempotency-Key: $(key)" -d "$3" "$base/api/v1/$2"
}
got() { jq -r ".$1" "$TMP_DIR/body"; }
page() { status "$base/report$1" "${@:2}"; }
words_in() { grep -A1 'translate="no"' "$TMP_DIR/body" | grep -o '<strong[^>]*>[^<]*' | sed 's/.*>//' | head -n 1; }

bare() { # each page of it, in each language: no cookie set, nothing cached, a neutral title and address
	local path lang
	for path in '' /me /other /check; do
		for lang in lt en uk ru; do
			[ "$(page "$path?lang=$lang")" = 200 ] && ! grep -qi '^set-cookie' "$TMP_DIR/head" &&
				grep -qi '^cache-control: no-store' "$TMP_DIR/head" && grep -q "<html[^>]*lang=\"$lang\"" "$TMP_DIR/body" &&
				grep -q '<title>Atrama</title>' "$TMP_DIR/body" && grep -q 'href="/report/leave"' "$TMP_DIR/body" ||
				{ echo "$path $lang"; return 1; }
		done
	done
}
check 'its pages set no cookie, are kept nowhere, and are told from others by no title' bare
kept_language() { page '?lang=uk' >/dev/null && grep -q 'href="/report/me?lang=uk"' "$TMP_DIR/body" && page '/me?lang=uk' >/dev/null &&
	grep -q 'action="/report/me?lang=uk"' "$TMP_DIR/body" && grep -q 'autocomplete="off"' "$TMP_DIR/body"; }
check 'the language stands in the address, and the browser remembers no word' kept_language
leaves() { [ "$(page /leave)" = 303 ] && grep -qi '^location: https://www.meteo.lt/' "$TMP_DIR/head" &&
	grep -qi '^clear-site-data: "cache", "cookies", "storage"' "$TMP_DIR/head"; }
check 'leaving goes to an everyday page, and clears what the browser has' leaves
sign_in rasa "$TMP_DIR/jar"
not_staff() { page /leave -b "$TMP_DIR/jar" >/dev/null && grep -qi '^clear-site-data: "cache", "storage"' "$TMP_DIR/head"; }
check 'but signs nobody out who works here' not_staff

sends() { # by the page alone
	[ "$(page '/me?lang=en' -d "key=$(key)" -d lead_from=self -d language=en -d danger=yes --data-urlencode 'tell=They keep my passport.')" = 200 ] &&
		! grep -qi '^set-cookie' "$TMP_DIR/head" && words=$(words_in) && [ "$(wc -w <<<"$words")" = 6 ]
}
check 'without an account, a script or a cookie she writes, and has six words' sends
check 'that stand in no file of the registry' [ -z "$(grep -rlF "$words" "$dir")" ]
check 'nor does what she wrote' [ -z "$(grep -rl 'keep my passport' "$dir")" ]
twice() {
	local k
	k=$(key)
	page '/me?lang=en' -d "key=$k" -d lead_from=self -d language=en --data-urlencode 'tell=Once.' >/dev/null
	[ "$(page '/me?lang=en' -d "key=$k" -d lead_from=self -d language=en --data-urlencode 'tell=Once.')" = 409 ]
}
check 'the same form sent twice is one signal' twice
elsewhere() { [ "$(page /me -H 'Origin: https://elsewhere.example' -H 'Sec-Fetch-Site: cross-site' -d "key=$(key)" -d lead_from=self -d language=en \
	-d tell=Forged)" = 403 ]; }
check 'a form of another site is refused' elsewhere
unlogged() { # what nginx refuses it writes down, with the address it came from: not here
	[ "$(head -c 2000000 /dev/zero | page '/me' --data-binary @-)" = 413 ] && ! grep -h 'report' "$TMP_DIR/serve.out" "$TMP_DIR/serve.err"
}
check 'and no log says from where something came, also where it was too large' unlogged

api lina lead_list '{}' >/dev/null
lead=$(jq -r '[.rows[] | select(.danger)][0].lead' "$TMP_DIR/body")
reads() { [ "$(api lina lead_read "{\"lead\": \"$lead\"}")" = 200 ] && [ "$(got 'rows[0].line')" = 'They keep my passport.' ]; }
check 'the desk reads it' reads
shut=0
of="\"lead\": \"$lead\""
while read -r op in; do
	for who in inga mantas; do
		[ "$(api "$who" "$op" "$in")" = 403 ] && shut=$((shut + 1))
	done
done <<-END
	lead_list {}
	lead_count {"year": 2026}
	lead_read {$of}
	lead_take {$of}
	lead_answer {$of, "say": "No."}
	lead_close {$of, "lead_outcome": "advice"}
	lead_sign {$of, "municipality": "rokiskis", "age": "18_24", "sex": "female", "language": "lt"}
	lead_hand_over {$of, "topic": "fraud"}
	lead_received {$of}
	call_list {}
	call_change {"call": "$lead"}
END
check 'no inspectorate and no migration office comes near it, by any operation' [ "$shut" = 22 ]
others() { [ "$(api rasa lead_read "{\"lead\": \"$lead\"}")" = 404 ] && [ "$(api - lead_read "{\"lead\": \"$lead\"}")" = 401 ]; }
check 'nor does the police, or nobody' others
answers() { [ "$(api lina lead_answer "{\"lead\": \"$lead\", \"say\": \"Come to the back door.\"}")" = 200 ] &&
	[ "$(page '/check?lang=en' -d "key=$(key)" --data-urlencode "receipt=$words" -d more=Thursday)" = 200 ] &&
	grep -q 'Come to the back door' "$TMP_DIR/body" && ! grep -q 'passport' "$TMP_DIR/body"; }
check 'with her words she reads the answer, not what she wrote, and adds a line' answers
added() { api lina lead_read "{\"lead\": \"$lead\"}" >/dev/null && [ "$(got 'rows[-1].line')" = Thursday ]; }
check 'which the desk reads' added
wrong() { # the same bytes and words for any six that nobody has; those that are none of ours are told of
	[ "$(api - lead_check '{"receipt": "apron arrow attic autumn avenue badge"}')" = 404 ] && cp "$TMP_DIR/body" "$TMP_DIR/one" &&
		[ "$(api - lead_check '{"receipt": "badge avenue autumn attic arrow apron"}')" = 404 ] && cmp -s "$TMP_DIR/body" "$TMP_DIR/one" &&
		[ "$(page '/check?lang=en' -d "key=$(key)" -d 'receipt=apron arrow attic autumn avenue badge')" = 422 ] &&
		grep -q 'Nothing was sent with these words' "$TMP_DIR/body" && ! grep -q 'value="apron' "$TMP_DIR/body"
}
check 'six words nobody has are nothing' wrong
times() { # right and wrong words are answered at ticks of one clock: neither is quicker by a step
	local n took right=0 false=0
	for n in 1 2 3; do
		took=$(curl -s -o "$TMP_DIR/body" -w '%{time_total}' -H 'Content-Type: application/json' -d "{\"receipt\": \"$words\"}" "$base/api/v1/lead_check")
		right=$(jq -n "$right + $took")
		took=$(curl -s -o "$TMP_DIR/body" -w '%{time_total}' -H 'Content-Type: application/json' \
			-d '{"receipt": "apron arrow attic autumn avenue badge"}' "$base/api/v1/lead_check")
		false=$(jq -n "$false + $took")
	done
	echo "$right $false"
	jq -e -n "(($right - $false) | fabs) < 0.5 * ([$right, $false] | max)" >/dev/null
}
check 'and their time tells nothing' times
guesses() { # a network that goes on guessing waits, for the right words too
	seq 24 | xargs -P 8 -I{} curl -s -o "$TMP_DIR/guess.{}" -H 'Content-Type: application/json' \
		-d '{"receipt": "apron arrow attic autumn avenue badge"}' "$base/api/v1/lead_check"
	[ "$(api - lead_check "{\"receipt\": \"$words\"}")" = 503 ] && [ "$(cat "$TMP_DIR"/guess.* | grep -c not_found)" -gt 10 ]
}
check 'whoever goes on guessing waits' guesses
floods() { # twenty a minute from one network
	local n
	for n in $(seq 30); do
		[ "$(api - lead_send '{"lead_from": "public", "language": "lt", "tell": "Flood."}')" = 503 ] && break
	done
	echo "$n"
	[ "$n" -gt 10 ] && [ "$n" -lt 30 ]
}
check 'whoever sends a flood waits' floods
large() { [ "$(api lina lead_record "{\"lead_from\": \"public\", \"language\": \"lt\", \"tell\": \"$(printf 'a%.0s' $(seq 2001))\"}")" = 422 ] &&
	[ "$(got error.field)" = tell ]; }
check 'and two thousand letters are enough' large

calls() {
	api lina call_record '{"related": "yes", "language": "uk", "caller": "self", "call_outcome": "police", "danger": true}' >/dev/null
	api lina call_record '{"related": "test", "language": "lt", "caller": "unknown", "call_outcome": "none"}' >/dev/null
	local year
	year=$(date +%Y)
	[ "$(api rasa call_record '{"related": "yes", "language": "uk", "caller": "self", "call_outcome": "police"}')" = 403 ] &&
		[ "$(api lina call_list '{}')" = 200 ] && [ "$(jq -c '[.rows[] | [.number, .related, has("police_at")]]' "$TMP_DIR/body")" = \
		"[[\"$year-2\",\"test\",false],[\"$year-1\",\"yes\",true]]" ]
}
check 'calls are written down by whoever keeps their register, with the time the police was told' calls
sign_in lina "$TMP_DIR/lina"
night() { # DAY CLOCK [SECOND]: the sheet, as the page sends it
	status -b "$TMP_DIR/lina" -H 'Accept-Language: en' "$base/calls/new" -d "csrf=$(csrf "$TMP_DIR/lina")" -d "key=$(key)" -d related=unclear -d caller=unknown \
		-d language=lt -d call_outcome=none -d "happened=$1" -d "clock=$2" ${3:+-d "second=$3"}
}
changes() { # 26 October 2025 had 3:30 twice in Vilnius, 30 March none
	[ "$(night 2025-03-30 3:30)" = 422 ] && grep -q 'that time did not come' "$TMP_DIR/body" &&
		[ "$(night 2025-10-26 3:30)" = 422 ] && grep -q 'name="second"' "$TMP_DIR/body" &&
		[ "$(night 2025-10-26 03.30 no)" = 303 ] && [ "$(night 2025-10-26 0330 yes)" = 303 ] && [ "$(night 2025-10-26 25:00)" = 422 ] &&
		api lina call_list '{"until": "2026-01-01T00:00:00Z"}' >/dev/null && [ "$(jq -c '[.rows[] | [.began, .east]]' "$TMP_DIR/body")" = \
		'[["2025-10-26T01:30:00Z",120],["2025-10-26T00:30:00Z",180]]' ]
}
check 'in the night the clock is put back each of the two hours is asked about and kept, in the other one none is made up' changes
told_apart() { # the page says how far it is to UTC beside these two, and beside no other call
	curl -s -b "$TMP_DIR/lina" -H 'Accept-Language: en' "$base/calls" >"$TMP_DIR/page"
	grep -q '26 October 2025, 03:30 (UTC+02:00)' "$TMP_DIR/page" && grep -q '26 October 2025, 03:30 (UTC+03:00)' "$TMP_DIR/page" &&
		[ "$(grep -c 'UTC' "$TMP_DIR/page")" = 2 ] && [ "$(grep -c 'at-task__when' "$TMP_DIR/page")" = 4 ]
}
check 'and the list tells the two apart, and no other' told_apart
counted() { # the register has them, by the day on the wall, and nothing twice
	[ "$(sqlite3 "file:$dir/store.db?mode=ro" \
		"SELECT COUNT(*) FROM entry_now" 2>/dev/null)" = "$(sqlite3 "file:$dir/store.db?mode=ro" 'SELECT COUNT(*) FROM call')" ]
}
check 'and every call is one record of the register' counted

figure() { "$ATRAMA" op "$dir" report_read "{\"report\": \"practice\", \"year\": $(date +%Y)}" --as eye |
	jq -c --arg i "$1" --arg b "$2" '.rows[] | select(.indicator == $i and .breakdown == $b) | [.value_status, .figure]'; }
hated() { # N...: five hate crimes, in a village, and one fraud
	local n topic=hate_crime
	for n in "$@"; do
		[ "$n" -lt 6 ] || topic=fraud
		"$ATRAMA" op "$dir" lead_record '{"lead_from": "church", "language": "lt", "municipality": "rokiskis", "tell": "A window was broken."}' \
			--as lina >"$TMP_DIR/body" && lead=$(got lead) && "$ATRAMA" op "$dir" lead_take "{\"lead\": \"$lead\"}" --as lina &&
			"$ATRAMA" op "$dir" lead_hand_over "{\"lead\": \"$lead\", \"topic\": \"$topic\"}" --as lina || return 1
	done
}
check 'signals that are another crime are handed over' hated 1 2 3 4
check 'four are withheld, also as a total' [ "$(figure leads_handed_over total)" = '["suppressed","suppressed"]' ]
check 'two more' hated 5 6
check 'and counted by what crime' [ "$(figure leads_handed_over total)$(figure leads_handed_over hate_crime)" = '["value","6"]["value","5"]' ]
check 'a few of one kind are withheld' [ "$(figure leads_handed_over fraud)" = '["suppressed","suppressed"]' ]
check 'by who sent them, and where' [ "$(figure leads_by_sender church)$(figure leads_handed_over rural)" = '["value","6"]["value","6"]' ]
stop
check 'and the store is what its facts say' "$ATRAMA" rebuild "$dir"
