#!/bin/bash
# A person who said that a unit may never see her: for that unit she is not there, whatever is asked and listed. And what is
# another organisation's, and what the law of the country forbids.
. "$ROOT/tests/lib/serve.sh"
password() { echo nobody-is-real; }
echo 1..18

dir=$TMP_DIR/registry
check 'a demonstration is made' "$ROOT/tests/lib/demo.sh" "$dir"
check 'and served' serve "$dir" || exit
curl -s "$base/api/openapi.json" >"$TMP_DIR/api.json"
check 'the matrix is printed for programs' bash -c "'$ATRAMA' policy --json >'$TMP_DIR/policy'"

declare -A session
for who in rasa ona daiva ieva lina milda vytas inga paulius; do session[$who]=$(token "$who"); done
today=$(date +%F)
ask() { # LOGIN OP JSON: the status; the answer in $TMP_DIR/body
	status -H "Authorization: Bearer ${session[$1]}" -H 'Content-Type: application/json' -H "Idempotency-Key: $(key)" -d "$3" \
		"$base/api/v1/$2"
}
give() { # FIELD LOGIN OP JSON: that field of the answer
	ask "${@:2}" >/dev/null
	jq -r ".$1" "$TMP_DIR/body"
}
signal() { # LOGIN [NAME]: a new person, asked the questions
	local person
	person=$(give person "$1" signal_record "$(jq -nc --arg day "$today" \
		'{municipality: "rokiskis", source: "met", age: "18_24", sex: "female", language: "uk", happened: $day}')")
	ask "$1" screening_record "{\"person\": \"$person\", \"instrument\": \"field-8\", \"language\": \"uk\", \"answer\": [\"q1:yes\"]}" >/dev/null
	[ -z "${2:-}" ] || ask "$1" identity_record "{\"person\": \"$person\", \"given\": \"$2\", \"family\": \"Bandomoji\", \"born\": 1991}" >/dev/null
	echo "$person"
}
refer() { # LOGIN PERSON ORG PURPOSE: a referral she agreed to
	ask "$1" consent_record "{\"person\": \"$2\", \"org\": \"$3\", \"purpose\": \"$4\", \"consent_state\": \"given\",
		\"language\": \"uk\", \"read_aloud\": true}" >/dev/null
	give referral "$1" referral_send "{\"person\": \"$2\", \"org\": \"$3\", \"purpose\": \"$4\", \"need\": [\"legal\"]}"
}
newest() { # LOGIN JQ: of the rows of task_list that JQ picks, the newest
	ask "$1" task_list '{}' >/dev/null
	jq -r "[.rows[] | select(.done | not) | $2] | last" "$TMP_DIR/body"
}

# Things: what each role has of its own, by relation, and what none of them has anything to do with.
things() {
	local p r
	for who in rasa ona daiva; do
		echo "$who other:met $(signal "$who" Pirma)"
		p=$(signal "$who" Pirma)
		echo "$who person:met $p"
		echo "$who likeness:owner $(newest "$who" 'select(.likeness) | .likeness')"
		echo "$who task:owner $(newest "$who" 'select(.likeness) | .task')"
		echo "$who referral:sender $(refer "$who" "$(signal "$who")" kranto-ziburys support)"
	done
	echo "ona place:operator $(give place ona place_create '{"label": "Bandymas", "region": "utena", "sex": "other", "beds": 9,
		"language": ["lt"], "address": "Niekur 1"}')"
	echo "ona referral:receiver $(refer rasa "$(signal rasa)" silto-vejo support)"
	echo "daiva referral:receiver $(refer rasa "$(signal rasa)" police-bureau decision)"
	p=$(signal rasa) r=$(refer rasa "$p" police-bureau decision)
	ask daiva referral_accept "{\"referral\": \"$r\"}" >/dev/null
	echo "daiva person:decides $p"
	# Others': of two organisations none of the seven belongs to.
	signal lina Antra >/dev/null
	p=$(signal lina Antra)
	echo "others person $p"
	echo "others likeness $(newest lina 'select(.likeness) | .likeness')"
	echo "others task $(newest lina 'select(.likeness) | .task')"
	echo "others referral $(refer lina "$p" saules-slenkstis support)"
	echo "others place $(give place lina place_create '{"label": "Kitas", "region": "utena", "sex": "other", "beds": 9,
		"language": ["lt"], "address": "Niekur 2"}')"
}
things >"$TMP_DIR/things"
check 'there are things of every kind and relation' bash -c \
	"[ \$(grep -cE ' [0-9a-f]{32}\$' '$TMP_DIR/things') = 24 ] && [ \$(wc -l <'$TMP_DIR/things') = 24 ]"

# What rasa's role lets her ask about a thing, about one that is not there: {"who", "op", "on", "case", "in"}. (Every role and every
# relation is tests/http/policy.sh.)
jq -c --arg none "$(key)" --slurpfile api "$TMP_DIR/api.json" '
	def letters: "abcdefghijklmnopqrstuvwxyz" * 4;
	def sound: if .type == "integer" then .minimum elif .type == "boolean" then true elif .enum then .enum[0]
		elif .format == "date" then "2026-01-02" elif ((.pattern // "") | startswith("^[0-9a-f]{32}")) then $none
		else .minLength as $min | .maxLength as $max | letters[:([$min, ([12, $max] | min)] | max)] end;
	$api[0] as $doc | def resolved: if has("$ref") then (."$ref" | ltrimstr("#/") | split("/")) as $p | $doc | getpath($p) else . end;
	.[] | select(.roles | index("officer")) | .operation as $op | (.about | split(": ")) as $about | select($about[1] != null)
	| ($doc.paths["/" + $op].post.requestBody.content["application/json"].schema) as $schema
	| ($schema.properties | with_entries(select(.key as $k | $schema.required | index($k))
		| .value |= if .type == "array" then [.items | resolved | sound] else (resolved | sound) end)) as $in
	| {who: "vytas", op: $op, on: $about[0], case: "invented", in: ($in + {($about[0]): $none})}' "$TMP_DIR/policy" >"$TMP_DIR/calls"
play() { # CALLS: each with the answer it got
	jq -r --arg base "$base" --argjson sessions "$(for who in "${!session[@]}"; do echo "$who ${session[$who]}"; done |
		jq -Rn '[inputs | split(" ") | {(.[0]): .[1]}] | add')" '
		"url = \($base)/api/v1/\(.op)", "header = \"Authorization: Bearer \($sessions[.who] // "none")\"",
		"header = \"Content-Type: application/json\"", "data = \(.in | tojson | tojson)", "write-out = \"%{http_code}\\n\"",
		"header = \"Idempotency-Key: \("\(input_line_number + 1000000000)\(now | floor)" * 4 | .[:32])\"", "silent", "next"' "$1" >"$TMP_DIR/curl"
	curl -K "$TMP_DIR/curl" 2>"$TMP_DIR/curl.err" | paste -sd '\t\n' |
		jq -Rc 'split("\t") | {status: (.[1] | tonumber), bytes: .[0], body: (.[0] | fromjson)}' >"$TMP_DIR/said"
	jq -c --slurpfile said "$TMP_DIR/said" -n '[inputs] | to_entries[] | .value + {said: $said[.key]}' "$1"
}

# The lists of one organisation are nothing to another; whom a list is about is read by who works with her.
begin='{"kind": "persons", "file_hash": "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", "rows_n": 1, "whole": false}'
import=$(give import ieva import_begin "$begin")
strange() { # of an import that is another's and of one that never was: the same bytes
	local op one rows='"rows_json": "[{}]"'
	for op in import_read import_add import_run import_cancel; do
		[ "$(ask paulius "$op" "{\"import\": \"$import\"$([ $op != import_add ] || echo ", $rows")}")" = 404 ] || { echo "$op"; return 1; }
		one=$(<"$TMP_DIR/body")
		ask paulius "$op" "{\"import\": \"$(key)\"$([ $op != import_add ] || echo ", $rows")}" >/dev/null
		[ "$one" = "$(<"$TMP_DIR/body")" ] || { echo "$op differs"; return 1; }
	done
}
check "another organisation's import is not there" strange
listed() { ask paulius import_list '{}' >/dev/null; ! grep -q "$import" "$TMP_DIR/body"; }
check 'nor in the list of imports' listed
of_nobody() { [ "$(ask rasa link_record "{\"person\": \"$1\", \"other\": \"$2\", \"like\": \"same\", \"why_same\": \"said\"}")" = 404 ] && cat "$TMP_DIR/body"; }
own=$(awk '$1 == "rasa" && $2 == "person:met" { print $3 }' "$TMP_DIR/things")
foreign=$(awk '$1 == "others" && $2 == "person" { print $3 }' "$TMP_DIR/things")
check "nobody links one's own person with another's, and learns nothing by trying" [ "$(of_nobody "$own" "$foreign")" = "$(of_nobody "$own" "$(key)")" ]
check 'which was an answer' [ -n "$(of_nobody "$own" "$foreign")" ]

# What no right can lift: a labour inspector, about a person she met herself.
andrij=$(signal inga Trečia)
forbidden() { # whatever the profile forbids: the same answer about her own and about nobody
	local op one
	for op in identity_read screening_latest screening_list person_notes person_timeline who_looked trait_list; do
		[ "$(ask inga "$op" "{\"person\": \"$andrij\"}")" = 403 ] && grep -q 'not for immigration enforcement' "$TMP_DIR/body" || { echo "$op"; return 1; }
		one=$(<"$TMP_DIR/body")
		ask inga "$op" "{\"person\": \"$(key)\"}" >/dev/null
		[ "$one" = "$(<"$TMP_DIR/body")" ] || { echo "$op differs"; return 1; }
	done
}
check 'what the country forbids her organisation is refused and says why' forbidden
check 'in her language' bash -c "jq -re .error.say '$TMP_DIR/body' | grep -q 'migracijos kontrolei'"

# A person and a unit of the police she fears. Before her the unit's lists were these:
other=$(signal rasa Ketvirta)
lists() { # FOLDER: everything one can list, as vytas sees it
	local op
	mkdir -p "$1"
	for op in person_list referral_list task_list unit_list place_list org_list; do
		ask vytas "$op" '{}' >/dev/null
		cp "$TMP_DIR/body" "$1/$op"
	done
	ask vytas person_find '{"given": "Ketvirta", "family": "Bandomoji", "born": 1991}' >/dev/null
	cp "$TMP_DIR/body" "$1/person_find"
	ask vytas task_list "{\"person\": \"$other\"}" >/dev/null
	cp "$TMP_DIR/body" "$1/task_list_person"
}
lists "$TMP_DIR/before"
she=$(signal rasa Ketvirta)
likeness=$(newest rasa "select(.likeness) | .likeness")
referral=$(refer rasa "$she" silto-vejo support)
ask ona referral_decline "{\"referral\": \"$referral\", \"decline\": \"full\"}" >/dev/null
tasks=$(ask rasa task_list '{}' >/dev/null; jq -r --arg p "$she" --arg l "$likeness" \
	'.rows[] | select(.person == $p or .likeness == $l) | .task' "$TMP_DIR/body")
lists "$TMP_DIR/with"
differing() { (cd "$TMP_DIR/before" && for f in *; do cmp -s "$f" "$TMP_DIR/$1/$f" || echo "$f"; done) | tr '\n' ' '; }
check 'with her they are others' [ "$(differing with)" = 'person_find person_list referral_list task_list ' ]
check 'she says that this unit may never see her file' [ "$(ask rasa block_record "{\"person\": \"$she\", \"unit\": \"panevezys-unit-2\"}")" = 200 ]
lists "$TMP_DIR/after"
check 'from then on the lists are as if she did not exist' [ -z "$(differing after)" ]
{
	jq -c --arg she "$she" --arg l "$likeness" --arg r "$referral" '.in[.on] = {person: $she, likeness: $l, referral: $r}[.on] | select(.in[.on])' "$TMP_DIR/calls"
	for task in $tasks; do echo "{\"who\": \"vytas\", \"op\": \"task_read\", \"on\": \"task\", \"may\": true, \"in\": {\"task\": \"$task\"}}"; done
	for task in $tasks; do echo "{\"who\": \"vytas\", \"op\": \"task_done\", \"on\": \"task\", \"may\": true, \"in\": {\"task\": \"$task\"}}"; done
	echo "{\"who\": \"vytas\", \"op\": \"link_record\", \"on\": \"other\", \"may\": true, \"in\": {\"person\": \"$other\", \"other\": \"$she\", \"like\": \"same\", \"why_same\": \"looked\"}}"
	echo "{\"who\": \"vytas\", \"op\": \"person_list\", \"on\": \"after\", \"may\": true, \"in\": {\"after\": \"$she\"}}"
} | jq -c '.case = "blocked"' >"$TMP_DIR/feared"
jq -c --arg none "$(key)" '.in[.on] = $none | .case = "invented"' "$TMP_DIR/feared" >"$TMP_DIR/nothing"
cat "$TMP_DIR/feared" "$TMP_DIR/nothing" >"$TMP_DIR/blocked"
play "$TMP_DIR/blocked" >"$TMP_DIR/played"
seen() { # her, or a thing of hers, by other bytes than nothing at all
	jq -sc '(length / 2) as $n | range($n) as $i | [.[$i], .[$i + $n]] | map(.in as $in | .on as $on
		| {op, told: "\(.said.status) \(.said.bytes | gsub($in[$on]; "X"))"}) | select(.[0] != .[1] or (.[0].told | startswith("200")))' "$TMP_DIR/played" || echo failed
}
check "each of $(wc -l <"$TMP_DIR/feared") things one may ask for about her is answered as about nobody" bash -c \
	"[ $(wc -l <"$TMP_DIR/feared") -gt 20 ] && [ -z '$(seen)' ]"
asked() { ask vytas ask_record "{\"given\": \"$1\", \"family\": \"Bandomoji\", \"born\": 1991, \"why\": \"Prašau atsakyti man.\"}"; jq -c keys "$TMP_DIR/body"; }
check 'asking by her name is answered as asking by any' [ "$(asked Ketvirta)" = "$(asked Niekas)" ]
check 'her own officer still works with her' [ "$(ask rasa person_read "{\"person\": \"$she\"}")" = 200 ]
ask rasa who_looked "{\"person\": \"$she\"}" >/dev/null
check 'and reads who was turned away' jq -e '[.rows[] | select(.verdict == "blocked")] | length > 10 and all(.[]; .unit_name == "Panevėžio 2-asis skyrius")' "$TMP_DIR/body"
check 'the log is whole after all this' "$ATRAMA" audit verify "$dir"
