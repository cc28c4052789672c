#!/bin/bash
# Whatever is wrong with an input is said by field and rule, and changes nothing; a key sent twice does nothing twice.
# Operations and fields are read from the registry's own description: a new one is tested by being there.
. "$ROOT/tests/lib/serve.sh"
password() { echo nobody-is-real; }

dir=$TMP_DIR/registry
kinds='missing type several many long short control direction alphabet letters code whole range day reference unknown forged'
echo 1..$(($(wc -w <<<"$kinds") + $(grep -cE '^(once|once_only) ' "$0") + 16))

check 'a demonstration is made' "$ROOT/tests/lib/demo.sh" "$dir"
visa_made() { password visa | "$ATRAMA" user add "$dir" visa --name 'Visa' --org silto-vejo --role officer --role support --role recorder \
	--role supervisor --role administrator; }
check 'with somebody who has every role her house may give' visa_made
check 'and served' serve "$dir" || exit
curl -s "$base/api/openapi.json" >"$TMP_DIR/api.json"
visa=$(token visa) daiva=$(token daiva) egle=$(token egle) agne=$(token agne) dovydas=$(token dovydas)

# How many rows each table has, but for the log, which every refused call makes longer.
store() { sqlite3 "file:$dir/store.db?mode=ro" "$1"; }
tables=$(store "SELECT group_concat('SELECT ''' || name || ''', COUNT(*) FROM ' || name, ' UNION ALL ') FROM sqlite_master
	WHERE type = 'table' AND name NOT LIKE 'audit%' AND name NOT LIKE 'sqlite%'")
settled() { # lists that are being brought in have ended, what is being estimated, and names are compared
	store 'SELECT (SELECT COUNT(*) FROM import WHERE state IN (2, 3)) + (SELECT COUNT(*) FROM estimate_run WHERE state IN (1, 2)) + (SELECT COUNT(*) FROM import_part JOIN import ON import.id = import
		WHERE state > 3) + (SELECT COUNT(*) FROM identity WHERE id > (SELECT identity FROM match_mark))'
}
counts() { until [ "$(settled)" = 0 ]; do sleep 0.05; done; store "$tables" | tr '\n' ' '; }
logged() { store 'SELECT COUNT(*) FROM audit'; }

# Every way in which every field of every operation can be wrong: one {"op", "write", "kind", "field", "in"} a line.
jq -c '
def ref: "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
def is_ref: (.pattern // "") | startswith("^[0-9a-f]{32}");
def is_text: .type == "string" and has("maxLength");
def free: is_text and .format != "password" and (has("pattern") | not);
def letters($n): "abcdefghijklmnopqrstuvwxyz" * 4 | .[:$n];
def sound: if .type == "integer" then .minimum elif .type == "boolean" then true elif .enum then .enum[0]
	elif .format == "date" then "2026-01-02" elif .format == "date-time" then "2026-01-02T10:00:00Z" elif is_ref then ref
	else . as $s | letters([$s.minLength, ([12, $s.maxLength] | min)] | max) end;
. as $doc
| def resolved: if has("$ref") then (."$ref" | ltrimstr("#/") | split("/")) as $p | $doc | getpath($p) else . end;
.paths | to_entries[] | select(.key != "/batch") | .key[1:] as $op
| (.value.post | has("parameters")) as $write
| .value.post.requestBody.content["application/json"].schema as $schema
| ($schema.properties | map_values(if .type == "array" then {many: true, s: (.items | resolved)}
	else {many: false, s: resolved} end)) as $fields
| ($fields | with_entries(select(.key as $k | $schema.required | index($k))
	| .value |= if .many then [.s | sound] else (.s | sound) end)) as $sound
| def wrong($kind; $field; $in): {op: $op, write: $write, kind: $kind, field: $field, in: $in};
(($schema.required[]) as $f | wrong("missing"; $f; $sound | del(.[$f])), wrong("missing"; $f; $sound + {($f): "  "})),
wrong("unknown"; "no_such_field"; $sound + {no_such_field: "x"}),
(if [$sound[] | select(. == ref)] != [] and ($op | test("^submission_(open|drop)$") | not) then wrong("forged"; null; $sound) else empty end),
($fields | to_entries[] | .key as $f | .value as $v | .value.s as $s
| def put($kind; $value): wrong($kind; $f; $sound + {($f): (if $v.many then [$value] else $value end)});
	put("type"; {a: 1}), put("type"; [["x"]]),
	(if $s.type == "integer" then empty elif $s.type == "boolean" then put("type"; 2) else put("type"; 2), put("type"; true) end),
	(if $v.many then wrong("many"; $f; $sound + {($f): [range(65) | "x\(.)"]}), wrong("several"; $f; $sound + {($f): [($s | sound), ($s | sound)]})
	else wrong("several"; $f; $sound + {($f): [($s | sound), ($s | sound)]}) end),
	(if $s | is_text then put("long"; letters(1) * ($s.maxLength + 1)) else empty end),
	(if ($s | is_text) and $s.minLength > 1 then put("short"; letters($s.minLength - 1)) else empty end),
	(if $s | is_text then put("control"; ("a\u0007b" + letters($s.maxLength))[:([$s.minLength, 3] | max)]),
		put("control"; ("a\u0085b" + letters($s.maxLength))[:([$s.minLength, 3] | max)]) else empty end),
	(if $s | free then put("direction"; ("a\u202eb" + letters($s.maxLength))[:([$s.minLength, 3] | max)]) else empty end),
	(if $s.format == "name" then put("alphabet"; "Ann\u0430"), put("alphabet"; "\u041e\u043bena"), put("alphabet"; "\u039flena"), put("letters"; "R2D2"),
		put("letters"; "<b>"), put("letters"; "a,b") else empty end),
	(if $s.enum then put("code"; "no-such-code"), put("code"; ($s.enum[0] | ascii_upcase)) else empty end),
	(if $s.type == "integer" then put("whole"; "x"), put("whole"; 1.5), put("whole"; "1e3"), put("range"; $s.minimum - 1),
		(if $s.maximum then put("range"; $s.maximum + 1) else empty end) else empty end),
	(if $s.format == "date" then put("day"; "2026-02-30"), put("day"; "yesterday"), put("day"; "2026-2-3") else empty end),
	(if $s | is_ref then put("reference"; "xyz"), put("reference"; ref[1:]), put("reference"; ref + "0"), put("reference"; "$0.person")
	else empty end))
' "$TMP_DIR/api.json" >"$TMP_DIR/cases" 2>"$TMP_DIR/cases.err"
# What curl's list of requests has no room for goes by itself, below.
jq -c 'select((.in | tojson | length) > 90000)' "$TMP_DIR/cases" >"$TMP_DIR/large"
jq -c 'select((.in | tojson | length) <= 90000)' "$TMP_DIR/cases" >"$TMP_DIR/most" && mv "$TMP_DIR/most" "$TMP_DIR/cases"
every() { [ "$(jq -r .op "$TMP_DIR/cases" | sort -u | wc -l)" = "$(jq '.paths | del(.["/batch"]) | length' "$TMP_DIR/api.json")" ] || cat "$TMP_DIR/cases.err"; }
check "$(wc -l <"$TMP_DIR/cases") wrong inputs are made from the description of every operation" [ -z "$(every)" ]

# Proofs of who one is may come a hundred at once and then ten a second: they are spread evenly among the others.
jq -c --slurpfile all "$TMP_DIR/cases" -n '
	def proof: .op | test("^session_(open|code|passkey|confirm)$");
	[$all[] | select(proof)] as $proofs | [$all[] | select(proof | not)] as $others
	| [($proofs | to_entries[] | {at: ((.key + 0.5) / ($proofs | length)), value}),
		($others | to_entries[] | {at: ((.key + 0.5) / ($others | length)), value})] | sort_by(.at)[].value' >"$TMP_DIR/spread"
mv "$TMP_DIR/spread" "$TMP_DIR/cases"
# All of them over four connections, as somebody whose role allows it; each answer is two lines, its body and its status.
split -n l/4 -d -a 1 "$TMP_DIR/cases" "$TMP_DIR/part."
for part in 0 1 2 3; do
	jq -r --arg base "$base" --argjson part "$part" --arg visa "$visa" --arg daiva "$daiva" --arg egle "$egle" --arg agne "$agne" '
		({decision_record: $daiva, decision_void: $daiva, alarm_close: $agne, complaint_answer: $egle, estimate_stop: $egle,
			estimate_release: $egle, estimate_read: $egle}[.op] // $visa) as $session
		| "url = \($base)/api/v1/\(.op)", "header = \("Authorization: Bearer " + $session | tojson)",
		"header = \"Content-Type: application/json\"", "data = \(.in | tojson | tojson)", "write-out = \"%{http_code}\\n\"",
		(if .write then "header = \"Idempotency-Key: \(1000000000 + $part * 1000000 + input_line_number | tostring | . * 4 | .[:32])\""
		else empty end), "silent", "next"' "$TMP_DIR/part.$part" >"$TMP_DIR/curl.$part"
done
before=$(counts) log=$(logged) curls=
for part in 0 1 2 3; do
	curl -K "$TMP_DIR/curl.$part" >"$TMP_DIR/answers.$part" 2>"$TMP_DIR/curl.err.$part" &
	curls="$curls $!"
done
wait $curls
cat "$TMP_DIR"/answers.[0-3] >"$TMP_DIR/answers"
paste -sd '\t\n' "$TMP_DIR/answers" | jq -Rc 'split("\t") | {status: (.[1] | tonumber), body: (.[0] | fromjson)}' >"$TMP_DIR/said"
check 'each has its answer' [ "$(wc -l <"$TMP_DIR/said")" = "$(wc -l <"$TMP_DIR/cases")" ]
check 'nothing was changed by any of them' [ "$before" = "$(counts)" ]
check 'and every one stands in the log' [ "$(($(logged) - log))" = "$(wc -l <"$TMP_DIR/cases")" ]

jq -c --slurpfile said "$TMP_DIR/said" -n '[inputs] | to_entries[] | .value + {said: $said[.key]}' "$TMP_DIR/cases" >"$TMP_DIR/judged"
refused() { # KIND: each answered 4xx, in the form of an error, naming the field and a rule
	jq -ce --arg kind "$1" 'select(.kind == $kind) | .said.body.error as $e | select((
		.said.status >= 400 and .said.status < 500 and ($e.code | type) == "string" and ($e.say | length) > 0
		and (if .field == null then (.said.status == 404 or .said.status == 422)
			else .said.status == 422 and $e.code == "invalid" and $e.field == .field and ($e.rule | length) > 0 end)) | not)' \
		"$TMP_DIR/judged" | head -n 5
	grep -q "\"kind\":\"$1\"" "$TMP_DIR/judged" || echo "no input of this kind"
}
declare -A what=([missing]='what is missing' [type]='another type' [several]='two where one belongs, or one twice'
	[many]='sixty-five where sixty-four may be' [long]='one character too many' [short]='too few characters'
	[control]='control characters' [direction]='what turns the direction of text' [alphabet]='a name of two alphabets'
	[letters]='a name that is none' [code]='an unknown code' [whole]='what is no whole number' [range]='a number out of range'
	[day]='a day that is in no calendar' [reference]='what is no reference' [unknown]='an unknown field'
	[forged]='a reference to nothing')
for kind in $kinds; do
	check "${what[$kind]} is refused, by name, wherever it may stand" [ -z "$(refused "$kind")" ]
done
large() { # each of the large ones
	local one
	[ -s "$TMP_DIR/large" ] || return
	while read -r one; do
		jq -c .in <<<"$one" >"$TMP_DIR/one"
		[ "$(status -H "Authorization: Bearer $visa" -H 'Content-Type: application/json' -H "Idempotency-Key: $(key)" \
			--data-binary "@$TMP_DIR/one" "$base/api/v1/$(jq -r .op <<<"$one")")" = 422 ] &&
			jq -e --arg field "$(jq -r .field <<<"$one")" '.error.code == "invalid" and .error.field == $field and (.error | has("value") | not)' \
				"$TMP_DIR/body" || return
	done <"$TMP_DIR/large"
}
check 'so is what is too long by a megabyte' large
secrets() { jq -ce 'select((.field // "" | test("password|login|session")) and (.said.body.error | has("value")))' "$TMP_DIR/judged"; }
check 'no secret is repeated in an error' [ -z "$(secrets)" ]

# What only reads may come in one message: an error each, and none stops the others.
jq -cs '[.[] | select(.write | not) | select(.op | startswith("session") | not) | {op, in}] | {calls: .[:400]}' "$TMP_DIR/cases" >"$TMP_DIR/batch"
check 'a batch of wrong reads is answered' gives 200 -H "Authorization: Bearer $visa" -H 'Content-Type: application/json' \
	--data-binary "@$TMP_DIR/batch" "$base/api/v1/batch"
check 'each by an error of its own' jq -e --slurpfile calls "$TMP_DIR/batch" \
	'(.answers | length == ($calls[0].calls | length) and length > 50) and ([.answers[] | .error.code] | all(. == "invalid" or . == "not_found"))' \
	"$TMP_DIR/body"
check 'still nothing was changed' [ "$before" = "$(counts)" ]

# Every write, done once: then sent again, then its key used for something else.
done_ops=
post() { # SESSION OP KEY JSON: the status; the answer in $TMP_DIR/body
	status -H "Authorization: Bearer $1" -H 'Content-Type: application/json' -H "Idempotency-Key: $3" -d "$4" "$base/api/v1/$2"
}
today=$(date +%F) past=$(date -d '-3 days' +%F) later=$(date -d '+100 days' +%F)
sign() { jq -nc --arg day "$today" '{municipality: "rokiskis", source: "met", age: "18_24", sex: "female", language: "uk", happened: $day}'; }
other_input() { # SESSION OP KEY JSON OTHER; everybody may declare somebody
	if [ "$5" ]; then post "$1" "$2" "$3" "$(jq -c "$5" <<<"$4")"; else post "$1" own_record "$3" '{"phone": "+370 600 00999"}'; fi
}
taken() { # ROWS: refused for the key alone, and nothing done
	jq -e '.error.code == "conflict" and .error.field == "key"' "$TMP_DIR/body" >/dev/null && [ "$(counts)" = "$1" ]
}
twice() { # SESSION OP JSON [OTHER]: OTHER is what jq makes of the input; without it the key is used for another operation
	local key first rows now
	key=$(key)
	[ "$(post "$1" "$2" "$key" "$3")" = 200 ] || { cat "$TMP_DIR/body"; return 1; }
	first=$(<"$TMP_DIR/body") rows=$(counts)
	printf '%s' "$first" >"$TMP_DIR/first"
	[ "$(post "$1" "$2" "$key" "$3")" = 200 ] && [ "$(<"$TMP_DIR/body")" = "$first" ] || { cat "$TMP_DIR/body"; return 1; }
	now=$(counts)
	[ "$now" = "$rows" ] || { echo 'done twice:'; diff <(tr ' ' '\n' <<<"$rows") <(tr ' ' '\n' <<<"$now"); return 1; }
	[ "$(other_input "$1" "$2" "$key" "$3" "${4:-}")" = 409 ] && taken "$rows" || { cat "$TMP_DIR/body"; return 1; }
}
shown_once() { # SESSION OP JSON
	local key rows
	key=$(key)
	[ "$(post "$1" "$2" "$key" "$3")" = 200 ] || { cat "$TMP_DIR/body"; return 1; }
	cp "$TMP_DIR/body" "$TMP_DIR/first"
	rows=$(counts)
	[ "$(post "$1" "$2" "$key" "$3")" = 409 ] && taken "$rows" || { cat "$TMP_DIR/body"; return 1; }
}
once() { # SESSION OP JSON [OTHER]: a check of its own
	done_ops="$done_ops $2"
	check "$2 sent twice is done once; its key does nothing else" twice "$@"
}
once_only() { # SESSION OP JSON: a check of its own, where the answer is kept nowhere
	done_ops="$done_ops $2"
	check "$2 sent twice is done once, and answered once" shown_once "$@"
}
got() { jq -r ".$1" "$TMP_DIR/first"; }
make() { post "$1" "$2" "$(key)" "$3" >/dev/null; cp "$TMP_DIR/body" "$TMP_DIR/first"; }
list() { curl -s -H "Authorization: Bearer $1" "$base/api/v1/$2"; }
agree() { jq -nc --arg p "$1" --arg org "$2" --arg for "$3" '{person: $p, org: $org, purpose: $for, consent_state: "given", language: "uk", read_aloud: true}'; }
refer() { jq -nc --arg p "$1" --arg org "$2" --arg for "$3" '{person: $p, org: $org, purpose: $for, need: ["legal"]}'; }
with() { jq -nc --arg p "$person" --arg day "$today" "{person: \$p} + $1"; }
lina=$(token lina) admin=$(token admin) mindaugas=$(token mindaugas) birute=$(token birute)
words='"words": "There is a reason for this, and it is a good one."'

once "$visa" signal_record "$(sign)" '.age = "40_up"'
person=$(got person)
once "$visa" screening_record "$(with '{instrument: "field-8", language: "uk", answer: ["q1:yes"]}')" '.answer = ["q1:no"]'
once "$visa" identity_record "$(with '{given: "Ona", family: "Testė", born: 1990}')" '.born = 1991'
make "$visa" signal_record "$(sign)"
other=$(got person)
make "$visa" identity_record "$(jq -nc --arg p "$other" '{person: $p, given: "Ona", family: "Testė", born: 1990}')"
likeness=$(list "$visa" task_list | jq -r '[.rows[] | select(.likeness and (.done | not))][-1].likeness')
once "$visa" likeness_open "{\"likeness\": \"$likeness\", \"use\": \"identification\", \"knows\": false}" '.use = "support"'
in_both_logs() { # who compares two records is in the log of either person
	post "$visa" likeness_read "$(key)" "{\"likeness\": \"$likeness\"}" >/dev/null
	for p in "$person" "$other"; do
		post "$visa" who_looked "$(key)" "{\"person\": \"$p\"}" >/dev/null
		jq -e '[.rows[] | select(.operation == "likeness_read" and .verdict == "allowed")] | length > 0' "$TMP_DIR/body" >/dev/null ||
			{ head -c 600 "$TMP_DIR/body"; return 1; }
	done
}
check 'two records side by side are in the log of both people' in_both_logs
once "$visa" likeness_decide "{\"likeness\": \"$likeness\", \"like\": \"different\"}" '.like = "same"'
once "$visa" likeness_undo "{\"likeness\": \"$likeness\"}"
once "$visa" link_record "$(with "{other: \"$other\", like: \"same\", why_same: \"looked\"}")" '.like = "different"'
once "$visa" file_open "$(with '{use: "support", knows: false}')" '.use = "protection"'
once "$visa" trait_record "$(with '{trait: "citizenship", trait_value: "ua", happened: $day}')" '.trait_value = "lt"'
once "$visa" channel_record "$(with '{channel: "call", is_safe: true}')" '.is_safe = false'
once_only "$visa" consent_letter "$(with '{channel: "hand", language: "uk", purpose: "decision", org: "police-bureau"}')"
once "$visa" who_letter "$(with '{channel: "hand", language: "uk"}')" '.language = "lt"'
once_only "$visa" person_copy "$(with '{channel: "hand", language: "uk"}')"
once "$visa" consent_record "$(agree "$person" police-bureau decision)" '.read_aloud = false'
once "$visa" block_record "$(with '{unit: "border-zarasai"}')" '.unit = "panevezys-unit-2"'
once "$visa" block_lift "$(with "{block: \"$(got block)\", $words}")" '.words += " Truly."'
once "$visa" proposal_refuse "{\"proposal\": \"$(got proposal)\"}"
once "$visa" referral_send "$(refer "$person" police-bureau decision)" '.need = ["decision"]'
once "$visa" referral_withdraw "{\"referral\": \"$(got referral)\"}"
make "$visa" referral_send "$(refer "$person" police-bureau decision)"
referral=$(got referral)
once "$daiva" referral_receive "{\"referral\": \"$referral\"}"
once "$daiva" referral_accept "{\"referral\": \"$referral\"}"
once "$daiva" referral_reply "{\"referral\": \"$referral\", \"reply\": \"Atsakysime.\"}" '.reply = "Dar ne."'
make "$visa" consent_record "$(agree "$person" kranto-ziburys support)"
make "$visa" referral_send "$(refer "$person" kranto-ziburys support)"
once "$lina" referral_decline "{\"referral\": \"$(got referral)\", \"decline\": \"full\"}" '.decline = "group"'
task=$(list "$visa" task_list | jq -r --arg p "$person" '[.rows[] | select(.task_kind == "declined" and .person == $p)][0].task')
once "$visa" task_done "{\"task\": \"$task\"}"
make "$visa" referral_send "$(refer "$person" kranto-ziburys support)"
referral=$(got referral)
make "$lina" referral_accept "{\"referral\": \"$referral\"}"
once "$lina" referral_return "{\"referral\": \"$referral\", \"decline\": \"full\"}" '.decline = "group"'
make "$visa" consent_record "$(agree "$other" kranto-ziburys support | jq -c '.consent_state = "refused"')"
once "$visa" notice_record "$(jq -nc --arg p "$other" --arg day "$today" '{person: $p, happened: $day, cell: ["reason=afraid", "sex=female",
	"age=18_24", "form=begging", "municipality=rokiskis", "told=yes"]}')" ".happened = \"$past\""
once "$visa" group_create "{\"label\": \"Sodyba\", \"municipality\": \"rokiskis\", \"happened\": \"$today\"}" '.label = "Kita sodyba"'
group=$(got group_id)
once "$visa" group_signs "{\"group_id\": \"$group\", \"heads\": 2, \"source\": \"met\", \"age\": \"18_24\", \"sex\": \"male\", \"language\": \"uk\"}" \
	'.heads = 3'
once "$visa" group_add "$(with "{group_id: \"$group\"}")"
once "$visa" arrival_record "{\"municipality\": \"rokiskis\", \"sex\": \"female\", \"language\": \"uk\", \"happened\": \"$today\", \"age\": \"25_39\"}" \
	'.age = "40_up"'
arrived=$(got person)
make "$visa" arrival_record "{\"municipality\": \"rokiskis\", \"sex\": \"male\", \"language\": \"uk\", \"happened\": \"$today\", \"age\": \"25_39\"}"
mistaken=$(got person) line=$(got arrival)
make "$visa" arrival_sign "{\"person\": \"$mistaken\", \"source\": \"met\", \"happened\": \"$today\"}"
once "$visa" arrival_correct "{\"person\": \"$mistaken\", \"supersedes\": \"$line\", \"arrival_why\": \"mistyped\",
	\"municipality\": \"rokiskis\", \"sex\": \"male\", \"language\": \"pl\", \"happened\": \"$today\", \"age\": \"25_39\"}" '.language = "uk"'
once "$visa" arrival_withdraw "{\"person\": \"$mistaken\", \"supersedes\": \"$(got arrival)\", \"arrival_why\": \"mistake\"}" '.arrival_why = "twice"'
once "$visa" arrival_sign "{\"person\": \"$arrived\", \"source\": \"met\", \"happened\": \"$today\"}" '.source = "self"'
once "$visa" clock_start "$(with '{clock: "reflection", happened: $day}')" ".happened = \"$past\""
clock=$(got clock_id)
once_only "$visa" clock_letter "$(with "{channel: \"hand\", language: \"uk\", clock_id: \"$clock\"}")"
once "$visa" clock_change "$(with "{clock_id: \"$clock\", clock_change: \"extend\", happened: \$day, clock_why: \"health\"}")" \
	'.clock_why = "other"'
once "$visa" place_create '{"label": "Bandymas", "region": "utena", "sex": "other", "beds": 2, "language": ["lt"], "address": "Niekur 1"}' '.beds = 3'
once "$visa" placement_start "$(with "{place: \"$(got place)\", happened: \$day}")" ".happened = \"$past\""
once "$visa" placement_end "$(with '{happened: $day}')" ".happened = \"$past\""
once "$visa" service_record "$(with '{need: "legal", happened: $day}')" '.need = "health"'
once "$visa" sheet_record "$(with '{sheet: "need", happened: $day, says: ["need=legal"]}')" '.says = ["need=health"]'
once "$visa" sheet_void "$(with "{sheet_id: \"$(got sheet_id)\"}")"
once "$visa" attachment_add "$(with '{media: "pdf", title: "Bandymas", bytes_n: 9, bytes: "JVBERi0xLjcK"}')" '.title = "Kitas"'
once "$visa" draft_save '{"draft_of": "signal", "draft_text": "family=Niekas"}' '.draft_text = "family=Kitas"'
once "$visa" draft_drop "{\"draft\": \"$(got draft)\"}"

# Signals and calls
lead='{"lead_from": "church", "language": "lt", "tell": "Mergina naktimis dirba ir nieko negauna."}'
once_only "$visa" lead_send "$lead"
once "$visa" lead_add "{\"receipt\": \"$(got receipt)\", \"more\": \"Ji vėl ten.\"}" '.more = "Jos nėra."'
once_only "$visa" lead_record "$lead"
lead="\"lead\": \"$(got lead)\""
once "$visa" lead_take "{$lead}"
once "$visa" lead_answer "{$lead, \"say\": \"Ateisime rytoj.\"}" '.say = "Šiandien."'
once "$visa" lead_sign "{$lead, \"municipality\": \"rokiskis\", \"age\": \"18_24\", \"sex\": \"female\", \"language\": \"lt\"}" '.sex = "male"'
waiting() { make "$visa" lead_record '{"lead_from": "public", "language": "lt", "tell": "Kažkas negerai."}'; lead="\"lead\": \"$(got lead)\""; }
waiting
once "$visa" lead_close "{$lead, \"lead_outcome\": \"advice\"}" '.lead_outcome = "not_related"'
waiting
once "$visa" lead_hand_over "{$lead, \"topic\": \"hate_crime\"}" '.topic = "fraud"'
once "$visa" lead_received "{$lead}"
once "$visa" call_record '{"related": "yes", "language": "uk", "caller": "self", "call_outcome": "advice"}' '.related = "no"'
once "$visa" call_change "{\"call\": \"$(got call)\", \"call_outcome\": \"police\"}" '.call_outcome = "none"'
shift_end() { date -u -d "$1" +%FT%TZ; }
once "$visa" duty_record "{\"began\": \"$(shift_end now)\", \"until\": \"$(shift_end '6 hours')\", \"language\": [\"lt\"]}" '.language = ["uk"]'

# Telephones and what they send
once_only "$visa" field_key_make '{"label": "Telefonas"}'
once "$visa" field_key_end "{\"field_key\": \"$(got field_key)\"}"
own='{"form_id": "own", "form_version": "1", "form_title": "Own", "xform": "PGg6aHRtbD48L2g6aHRtbD4K"}'
once "$visa" form_add "$own" '.form_title = "Kita"'
once "$visa" form_end '{"form_id": "own", "form_version": "1"}'
put() { jq -nc --arg id "$1" '{form_id: "own", instance: $id, file_hash: ("0" * 64), answers_name: "submission.xml",
	file_name: "submission.xml", file_n: 9, from_n: 0, bytes: "JVBERi0xLjcK"}'; }
once "$visa" submission_put "$(put uuid:1)" '.instance = "uuid:2"'
submission=$(got submission)
once "$visa" submission_finish "{\"submission\": \"$submission\"}"
once "$visa" presumption_record "$(with '{form: ["labour_forced"], happened: $day}')" '.form = ["begging"]'
once "$daiva" decision_record "$(with '{outcome: "identified", form: ["labour_forced"], decided_on: $day}')" '.outcome = "not_identified"'
decision=$(got decision)
once "$visa" review_ask "$(with "{decision: \"$decision\", asked_by: \"self\", $words}")" '.asked_by = "lawyer"'
make "$dovydas" file_open "$(with '{use: "decision", knows: false}')"
once "$dovydas" decision_void "$(with "{decision: \"$decision\"}")"
once "$visa" ask_record '{"given": "Ona", "family": "Niekas", "born": 1990, "why": "Ar kas nors jai padeda?"}' '.born = 1980'
once "$visa" own_record '{"given": "Petras", "family": "Savas", "born": 1971}' '.born = 1972'

# Colleagues and the sealed parts of the house
colleague() { list "$visa" colleague_list | jq -r --arg name "$1" '.rows[] | select(.staff_name | startswith($name)) | .user'; }
ona=$(colleague Ona) ruta=$(colleague Rūta)
once "$visa" person_assign "$(with "{user: \"$ruta\"}")" ".user = \"$ona\""
once "$birute" handover "{\"user\": \"$ruta\", \"to\": \"$ona\"}" ".user = \"$ona\" | .to = \"$ruta\""
once "$visa" shift_hand "{\"to\": \"$ona\", $words}" ".to = \"$ruta\""
once "$visa" mail_set '{"mail": "visa@example.org"}' '.mail = "kita@example.org"'
once_only "$birute" vault_phrase '{}'
once "$visa" vault_open "{\"phrase\": \"$(got phrase)\"}"

# Registers, imports, figures
once "$visa" entry_record "{\"register\": \"training\", \"happened\": \"$today\", \"cell\": [\"topic=child\"]}" '.cell = ["topic=online"]'
once "$visa" entry_void "{\"entry\": \"$(got entry)\"}"
begin='{"kind": "services", "file_hash": "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", "rows_n": 1, "whole": false}'
rows() { jq -nc --arg need "$1" --arg day "$today" '[{line: 1, about: "P-1", calls: [["service_record", {need: $need, happened: $day}]]}] | tojson'; }
once "$visa" import_begin "$begin" '.rows_n = 2'
import=$(got import)
once "$visa" import_add "{\"import\": \"$import\", \"rows_json\": $(rows legal)}" ".rows_json = $(rows health)"
once "$visa" import_run "{\"import\": \"$import\"}"
make "$visa" import_begin "$begin"
once "$visa" import_cancel "{\"import\": \"$(got import)\"}"
once "$visa" return_record '{"item": "services", "year": 2024, "return_state": "complete"}' '.year = 2023'
once "$egle" edition_freeze '{"report": "tip", "year": 2024}' '.year = 2023'
asked="{\"from_year\": $(($(date +%Y) - 9)), \"year\": $(date +%Y), \"whom\": \"met\", \"strata\": \"none\", \"org_kind\": [\"police\", \"ngo\"],
	\"resamples\": 100}"
once "$egle" estimate_start "$asked" '.strata = "sex"'
once "$egle" estimate_release "{\"estimate\": \"$(got estimate)\"}"

# Oversight
once "$visa" complaint_record "{\"org\": \"police-panevezys\", \"complaint_about\": \"treated\", $words}" '.complaint_about = "other"'
once "$egle" complaint_answer "{\"complaint\": \"$(got complaint)\", \"complaint_state\": \"upheld\", \"reply\": \"It was so.\"}" '.reply = "It was not."'
once "$visa" glass_break "{\"given\": \"Mai\", \"family\": \"Nguyen\", \"born\": 2004, \"glass_why\": \"life\", $words}" '.glass_why = "alone"'
once "$agne" glass_review "{\"glass\": \"$(got 'rows[0].glass')\", \"justified\": true, $words}" '.justified = false'
alarm=$(list "$agne" 'alarm_list?alarm_state=open' | jq -r '.rows[0].alarm')
once "$agne" alarm_close "{\"alarm\": \"$alarm\", \"alarm_state\": \"right\", $words}" '.alarm_state = "wrong"'
witness() { "$ATRAMA" witness init "$TMP_DIR/witness" ngo-witness --log "$(list "$agne" log_head | jq -r .public_key)"; }
once "$agne" witness_add "{\"public_key\": \"$(witness)\"}"
once "$visa" person_erase "$(with "{$words}")" '.words += " Truly."'

# Accounts
once "$admin" org_create '{"org": "new-org", "org_name": "Nauja", "org_kind": "ngo", "region": "utena"}' '.region = "vilnius"'
once "$admin" unit_create '{"unit": "new-unit", "org": "new-org", "unit_name": "Naujas"}' '.unit_name = "Kitas"'
once "$admin" user_create '{"login": "nauja", "password": "nobody-is-real", "staff_name": "Nauja", "org": "new-org", "role": ["officer"]}' \
	'.role = ["support"]'
user=$(got user)
once "$mindaugas" proposal_agree "{\"proposal\": \"$(got 'proposal[0]')\"}"
once "$admin" role_grant "{\"user\": \"$user\", \"role\": \"support\"}" '.role = "recorder"'
once "$admin" role_end "{\"user\": \"$user\", \"role\": \"officer\"}" '.role = "support"'
once "$admin" credential_record "{\"user\": \"$user\", \"credential\": \"vetting\", \"expires\": \"$later\"}" '.credential = "training"'
once "$admin" user_move "{\"user\": \"$user\", \"unit\": \"new-unit\"}" 'del(.unit)'
nauja=$(token nauja)
once_only "$nauja" totp_begin '{}'
once_only "$nauja" totp_confirm "{\"code\": \"$(totp "$(got totp_uri | sed 's/.*secret=\([A-Z2-7]*\).*/\1/')")\"}"
once_only "$nauja" recovery_renew '{}'
factor=$(list "$nauja" factor_list | jq -r '[.rows[] | select(.factor_id)][0].factor_id')
once "$nauja" factor_remove "{\"factor_id\": \"$factor\"}"
once "$nauja" password_change '{"password": "nobody-is-real", "new_password": "five-quiet-harbours"}' '.new_password = "nine-quiet-harbours"'
once "$admin" user_reset "{\"user\": \"$user\", \"new_password\": \"three-quiet-harbours\", $words}" '.words += " Truly."'
once "$admin" user_close "{\"user\": \"$user\", \"leave\": \"left\"}" '.leave = "moved"'
once "$admin" policy_propose "{\"change\": [\"officer:ask:no\"], $words}" '.words += " Truly."'

# What needs a witness of its own or a passkey is done elsewhere: OPERATION FILE.
elsewhere='log_cosign cli/tamper.sh
estimate_stop http/estimates.sh
likeness_ask http/match.sh
match_start http/match.sh
match_stop unit/core/test_match.c
passkey_add unit/keeper/test_signin.c
submission_done http/openrosa/send.mjs
submission_drop http/openrosa/send.mjs
submission_note http/openrosa/send.mjs
submission_open http/openrosa/send.mjs
submission_turn http/openrosa/send.mjs'
there() { while read -r op file; do grep -q "\b$op\b" "$ROOT/tests/$file" || echo "$op"; done <<<"$elsewhere"; }
left() {
	comm -23 <(jq -r '.paths | to_entries[] | select(.value.post.parameters) | .key[1:]' "$TMP_DIR/api.json" | sort) \
		<({ tr ' ' '\n' <<<"$done_ops"; cut -d ' ' -f 1 <<<"$elsewhere"; } | sort -u)
}
check 'these were all operations that write' [ -z "$(left)$(there)" ]
used=$(key)
make_with() { post "$1" signal_record "$used" "$(sign)"; }
check "a key is one account's: another's use of the same one is its own" bash -c \
	"[ '$(make_with "$visa")$(jq -r .person "$TMP_DIR/body")' != '$(make_with "$(token tomas)")$(jq -r .person "$TMP_DIR/body")' ]"
check 'the log is whole after all this' "$ATRAMA" audit verify "$dir"
