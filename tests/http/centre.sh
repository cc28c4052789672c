#!/bin/bash
# A registration centre: who arrives is registered, nobody becomes a victim for it, and a child who is alone is child protection's
# work in the same act. Who is called on, where help is, and who never asked.
. "$ROOT/tests/lib/serve.sh"
echo 1..70

dir=$TMP_DIR/registry today=$(date +%F) year=$(date +%Y)
org() { "$ATRAMA" op "$dir" org_create "{\"org\": \"$1\", \"org_name\": \"$1\", \"org_kind\": \"$2\", \"region\": \"${3:-panevezys}\"}"; }
account() { password "$1" | "$ATRAMA" user add "$dir" "$1" --name "$1" --org "$2" --role "$3" ${4:+--unit "$4"}; }
unit() { "$ATRAMA" op "$dir" unit_create "{\"unit\": \"$1\", \"org\": \"$2\", \"unit_name\": \"$1\", \"municipality\": \"rokiskis\"}"; }
made() {
	registry "$dir" && org far-child child vilnius && org near-child child && org office migration && org eye rapporteur && org labour labour &&
		unit village police && unit town police && unit centre police && account reg police officer centre && account vil police officer village &&
		account vida near-child support && account mig office officer && account inga labour officer && account egle eye rapporteur &&
		account clerk haven recorder && account rec police recorder
} >>"$TMP_DIR/registry.log" 2>&1
check 'a registry with a centre and two child protection offices is made' made
check 'and served' serve "$dir" || exit
for who in reg vil vida mig inga egle olga clerk rec; do declare "$who=$(token "$who")"; done

post() { gives "$2" -H "Authorization: Bearer $1" -H 'Content-Type: application/json' -H "Idempotency-Key: $(key)" "$base/api/v1/$3" -d "$4"; }
get() { curl -s -H "Authorization: Bearer $1" "$base/api/v1/$2" >"$TMP_DIR/body"; }
got() { jq -r ".$1 // empty" "$TMP_DIR/body"; }
says() { jq -e "$1" "$TMP_DIR/body" >/dev/null || { head -c 400 "$TMP_DIR/body"; return 1; }; }
arrive() { # MORE: somebody grown, with that besides
	jq -nc --arg day "$today" "{municipality: \"rokiskis\", sex: \"female\", language: \"uk\", happened: \$day} + $1"
}
published() { # figures of people, and of victims: a child who is referred is a referral, and nothing more
	for report in tip mechanism; do "$ATRAMA" op "$dir" report_read "{\"report\": \"$report\", \"year\": $year}" --as egle |
		jq -cS '.rows[] | select(.indicator | startswith("referrals") | not) | [.indicator, .breakdown, .figure, .value_status]'; done
}
before=$(published)

check 'a woman is registered with what she says' post "$reg" 200 arrival_record "$(arrive '{given: "Olena", family: "Testenko",
	birth: "1990-03-04", citizenship: "ua", country: "pl", route: "crossing", leaflet: "uk", wish: true}')"
olena=$(got person) first=$(got arrival)
check 'nobody had to be told of her' says 'has("told_org") | not'
check 'who says that she wants help is not left in a list' bash -c "curl -s -H 'Authorization: Bearer $reg' '$base/api/v1/task_list' |
	jq -e '[.rows[] | select(.task_kind == \"follow\" and .person == \"$olena\")] | length == 1'"
check 'her child is of the same family' post "$reg" 200 arrival_record "$(arrive "{birth: \"$((year - 5))-01-01\", accompanied: \"parent\",
	household: \"$first\"}")"
check 'with a parent no alarm is given' says 'has("told_org") | not'
check 'a child of whom nobody says who is with him is asked about' post "$reg" 422 arrival_record "$(arrive '{age: "12_17"}')"
check 'by name of the question' says '.error.field == "accompanied"'
check 'and so is somebody whose age nobody knows' post "$reg" 422 arrival_record "$(arrive '{}')"
check 'an age that the day of birth contradicts is asked about' post "$reg" 422 arrival_record "$(arrive '{birth: "1990-03-04", age: "12_17",
	accompanied: "parent"}')"
check 'a boy who is alone is registered' post "$reg" 200 arrival_record "$(arrive "{sex: \"male\", given: \"Petro\", birth: \"$((year - 14))-01-01\",
	accompanied: \"nobody\"}")"
petro=$(got person)
check 'child protection of that region was told' says '.told_org == "near-child"'
get "$vida" task_list
check 'and has urgent work about it in the same act' says '[.rows[] | select(.task_kind == "referral" and .urgent)] | length == 1'
referral=$(jq -r '[.rows[] | select(.task_kind == "referral")][0].referral' "$TMP_DIR/body")
check 'it takes him on' post "$vida" 200 referral_accept "{\"referral\": \"$referral\"}"
check 'a girl with a stranger is told of too' post "$reg" 200 arrival_record "$(arrive '{age: "under_12", accompanied: "other"}')"
check 'at once' says '.told_org == "near-child"'
check 'another house names no family of ours' post "$olga" 422 arrival_record "$(arrive "{age: \"25_39\", household: \"$first\"}")"

get "$reg" arrival_list
check 'the centre sees who waits, and who is alone' says '.waiting == 4 and .children == 3 and .families == 1 and ([.rows[] | select(.told_org)] | length == 2)'
check 'the migration office may register' post "$mig" 200 arrival_record "$(arrive '{age: "25_39"}')"
check 'and sees no list of people' post "$mig" 403 arrival_list '{}'
check 'nor does labour inspection' post "$inga" 403 arrival_list '{}'
check 'only how many' post "$mig" 200 arrival_days '{}'

again() { # PERSON ARRIVAL WHY MORE: that registration, corrected
	jq -nc --arg p "$1" --arg a "$2" --arg w "$3" --arg day "$today" \
		"{person: \$p, supersedes: \$a, arrival_why: \$w, municipality: \"rokiskis\", sex: \"female\", language: \"uk\", happened: \$day} + $4"
}
children() { "$ATRAMA" op "$dir" report_read "{\"report\": \"practice\", \"year\": $year}" --as egle |
	jq -r '.rows[] | select(.indicator == "arrivals_registered" and (.breakdown | IN("total", "children", "alone"))) | .figure' | paste -sd' '; }
waiting() { curl -s -H "Authorization: Bearer $reg" "$base/api/v1/arrival_list" | jq -r '"\(.waiting) \(.children) \(.families)"'; }
told() { curl -s -H "Authorization: Bearer $vida" "$base/api/v1/task_list" | jq '[.rows[] | select(.task_kind == "referral" and (.done | not))] | length'; }
check 'five arrived, three of them children, two alone' [ "$(children)" = '5 3 2' ]
check 'a coordinator of the centre is named, by desk and telephone' post "$rec" 200 entry_record "$(jq -nc --arg day "$today" '{register: "centre", happened: $day,
	cell: ["name=Hall by the road", "municipality=rokiskis", "kind=registration", "desk=Duty officer of the hall", "line=37060000009"]}')"
get "$reg" centre_list
check 'the centre reads whom to ring' says '.rows == [{"centre": "Hall by the road", "municipality": "rokiskis", "helper": "Duty officer of the hall", "ring": 37060000009}]'
get "$vida" "referral_read?referral=$referral"
check 'and so does whoever was told of a child' says '.helper == "Duty officer of the hall" and .ring == 37060000009'
check 'somebody is written down as grown, who is not' post "$reg" 200 arrival_record "$(arrive '{age: "25_39", given: "Vira", family: "Testova",
	citizenship: "by"}')"
vira=$(got person) line=$(got arrival)
had=$(told)
check 'no reason that belongs to taking back is one to correct' post "$reg" 422 arrival_correct "$(again "$vira" "$line" twice '{age: "12_17",
	accompanied: "nobody"}')"
check 'corrected, she is a child who is alone' post "$reg" 200 arrival_correct "$(again "$vira" "$line" mistyped '{age: "12_17",
	accompanied: "nobody", language: "pl", citizenship: "by"}')"
check 'child protection is told in the same act' says '.told_org == "near-child"'
was=$line line=$(got arrival)
check 'and has work about her' [ "$(told)" = $((had + 1)) ]
check 'the list and the figures count what stands' [ "$(waiting) / $(children)" = '5 4 1 / 6 4 3' ]
get "$reg" "arrival_read?person=$vira"
check 'the citizenship registering her wrote, and a correction again, is read once' says '.citizenship == ["by"]'
check 'what nobody wrote is not taken away' post "$reg" 422 arrival_correct "$(again "$vira" "$line" mistyped '{age: "12_17", accompanied: "nobody",
	language: "pl", not_citizenship: ["ua"]}')"
check 'nor what is written in the same breath' post "$reg" 422 arrival_correct "$(again "$vira" "$line" mistyped '{age: "12_17", accompanied: "nobody",
	language: "pl", citizenship: "by", not_citizenship: ["by"]}')"
check 'one that was a mistake is taken away, another written' post "$reg" 200 arrival_correct "$(again "$vira" "$line" mistyped '{age: "12_17",
	accompanied: "nobody", language: "pl", citizenship: "ua", not_citizenship: ["by"]}')"
line=$(got arrival)
get "$reg" "arrival_read?person=$vira"
check 'and the other stands' says '.citizenship == ["ua"]'
check 'what was corrected once is not corrected again' post "$reg" 409 arrival_correct "$(again "$vira" "$was" mistyped '{age: "25_39"}')"
check 'another house corrects nothing of ours' post "$olga" 404 arrival_correct "$(again "$vira" "$line" mistyped '{age: "25_39"}')"
get "$reg" "arrival_read?person=$vira"
check 'what is written down is read again' says '.language == "pl" and .age == "12_17" and .arrival_why == "mistyped" and .told_org == "near-child"'
check 'a child whom child protection has not answered about is not taken back' post "$reg" 409 arrival_withdraw "$(jq -nc --arg p "$vira" \
	--arg a "$line" '{person: $p, supersedes: $a, arrival_why: "mistake"}')"
get "$vida" referral_list
alarm=$(jq -r '[.rows[] | select(.direction == "in" and .referral_state == "open")][0].referral' "$TMP_DIR/body")
check 'nor is the alarm alone, by whoever sent it' post "$reg" 409 referral_withdraw "{\"referral\": \"$alarm\"}"
check 'a grown woman after all' post "$reg" 200 arrival_correct "$(again "$vira" "$line" said_later '{age: "25_39"}')"
line=$(got arrival)
check 'child protection, once told, still has work about her' [ "$(told) $(waiting) / $(children)" = "$((had + 1)) 5 3 1 / 6 3 2" ]
check 'the name stays as it was' says 'has("told_org") | not'
check 'somebody is registered a second time' post "$reg" 200 arrival_record "$(arrive '{age: "25_39", given: "Vira", family: "Testova", wish: true}')"
twin=$(got person) double=$(got arrival)
check 'twice needs the other registration' post "$reg" 422 arrival_withdraw "$(jq -nc --arg p "$twin" --arg a "$double" '{person: $p, supersedes: $a,
	arrival_why: "twice"}')"
check 'the second is taken back' post "$reg" 200 arrival_withdraw "$(jq -nc --arg p "$twin" --arg a "$double" --arg o "$vira" '{person: $p,
	supersedes: $a, arrival_why: "twice", other: $o}')"
check 'no list and no figure counts her twice' [ "$(waiting) / $(children)" = '5 3 1 / 6 3 2' ]
check 'her file is nobody'\''s, and its work is gone' bash -c "curl -s -H 'Authorization: Bearer $reg' '$base/api/v1/person_read?person=$twin' |
	jq -e '.error' && curl -s -H 'Authorization: Bearer $reg' '$base/api/v1/task_list' | jq -e '[.rows[] | select(.person == \"$twin\")] == []'"
check 'a child whom child protection took on is taken back too' post "$reg" 200 arrival_withdraw "$(jq -nc --arg p "$petro" \
	--arg a "$(curl -s -H "Authorization: Bearer $reg" "$base/api/v1/arrival_read?person=$petro" | jq -r .arrival)" '{person: $p, supersedes: $a,
	arrival_why: "mistake"}')"
get "$vida" task_list
check 'and child protection confirms that it stopped' says '[.rows[] | select(.task_kind == "withdrawn")] | length == 1'
check 'not one figure of people or victims changed' diff <(echo "$before") <(published)
get "$reg" "person_read?person=$olena"
check 'she is registered, and nothing else' says '.status == "arrived" and .age == "25_39"'
check 'a sign is told apart' post "$reg" 200 arrival_sign "{\"person\": \"$olena\", \"source\": \"met\", \"happened\": \"$today\"}"
get "$reg" "person_read?person=$olena"
check 'and is one from then on' says '.status == "signal" and .municipality == "rokiskis"'

sheet() { jq -nc --arg p "$1" --arg day "$today" "{person: \$p, sheet: \"$2\", happened: \$day, says: $3}"; }
check 'somebody stands among the people to call on' post "$reg" 200 sheet_record "$(sheet "$olena" call_on '["state=open", "why=alone", "consent=yes"]')"
get "$reg" callon_list
check 'for ninety days, without the reason' says "(.rows | length) == 1 and .rows[0].ends == \"$(date -d "$today + 90 days" +%F)\" and
	(.rows[0] | has(\"says\") | not)"
check 'refusing to answer is no reason' post "$reg" 422 sheet_record "$(sheet "$olena" call_on '["state=open", "why=refused", "consent=yes"]')"
check 'never for immigration' post "$mig" 403 callon_list '{}'
check 'never for labour inspection' post "$inga" 403 callon_list '{}'

help() { post "$clerk" 200 entry_record "$(jq -nc --arg day "$today" "{register: \"help\", happened: \$day, cell: $1}")"; }
check 'help is listed' help '["name=Warm Wind", "line=37060000000", "hours=always", "need=shelter", "languages=uk", "municipality=rokiskis"]'
check 'and who advises' help '["name=Desk of those who asked", "line=37060000001", "hours=work", "need=counselling", "languages=lt", "expert=yes"]'
page() { gives 200 "$base/help?lang=en" -d "$1" && grep -q "$2" "$TMP_DIR/body" && ! grep -qi '^set-cookie' "$TMP_DIR/head"; }
check 'without an account help is found by language' page language=uk 'tel:+37060000000'
check 'and what is not there is said' page language=vi 'Nobody is listed'
get "$vil" expert_find
check 'a unit that has asked nobody is told whom to ring' says '.few and .count == 0 and .rows[0].ring == 37060000001'
get "$egle" "practice_units?year=$year"
check 'the rapporteur sees which units never asked' says '[.rows[] | select(.never)] | length == 3'
figure() { "$ATRAMA" op "$dir" report_read "{\"report\": \"practice\", \"year\": $year}" --as egle | jq -e --arg i "$1" --arg b "$2" --arg n "$3" \
	'any(.rows[]; .indicator == $i and .breakdown == $b and .figure == $n)' >/dev/null; }
check 'and how many arrived alone' figure arrivals_registered alone 1
stop
check 'the projections can be made again' "$ATRAMA" rebuild "$dir"
