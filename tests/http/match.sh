#!/bin/bash
# Names of all agencies are held against each other as they arrive: who is told, of what, and that a restart loses nothing.
. "$ROOT/tests/lib/serve.sh"
echo 1..28

dir=$TMP_DIR/registry why='Is this person safe with you already?'
account() { password "$1" | "$ATRAMA" user add "$dir" "$1" --name "$1" --org "$2" --role "$3"; }
op() { "$ATRAMA" op "$dir" "$2" "$3" --as "$1"; } # WHO OPERATION JSON
made() {
	registry "$dir" && "$ATRAMA" op "$dir" org_create '{"org": "hope", "org_name": "Hope", "org_kind": "ngo", "region": "vilnius"}' &&
		"$ATRAMA" op "$dir" org_create '{"org": "office", "org_name": "Office", "org_kind": "administration", "region": "vilnius"}' &&
		account vida hope support && account adele office administrator
}
check 'a registry of two houses, the police and an office' made
check 'all is served' serve "$dir" || exit
day=$(date -d yesterday +%F)
met() { # WHO GIVEN FAMILY BIRTH: the reference of a person who was met and named
	local she
	she=$(op "$1" signal_record "{\"municipality\": \"rokiskis\", \"source\": \"met\", \"age\": \"25_39\", \"sex\": \"female\",
		\"language\": \"uk\", \"happened\": \"$day\"}" | jq -r .person)
	op "$1" identity_record "{\"person\": \"$she\", \"given\": \"$2\", \"family\": \"$3\", \"birth\": \"$4\"}" >/dev/null && echo "$she"
}
queue() { op "$1" likeness_list '{}' | jq -c "[.rows[] | select($2)]"; }
soon() { # WHO FILTER N: so many rows of the queue, within ten seconds
	for _ in $(seq 100); do
		[ "$(queue "$1" "$2" | jq length)" = "$3" ] && return
		sleep 0.1
	done
	op "$1" likeness_list '{}'
	return 1
}
elsewhere='.task_kind == "elsewhere"' pair='.task_kind == "likeness"'

one=$(met rasa Олена Коваленко 1996-03-12)
op rasa consent_record "{\"person\": \"$one\", \"purpose\": \"support\", \"org\": \"haven\", \"consent_state\": \"given\", \"language\": \"uk\",
	\"read_aloud\": true}" >/dev/null
sent=$(op rasa referral_send "{\"person\": \"$one\", \"org\": \"haven\", \"purpose\": \"support\", \"need\": [\"shelter\"]}" | jq -r .referral)
check 'a house takes on somebody the police met' op lina referral_accept "{\"referral\": \"$sent\"}"
two=$(met vida Olena Kovalenko 1996-03-12)
check 'who helps her hears that another agency may know her' soon lina "$elsewhere" 1
check 'whoever wrote her name down last hears nothing' [ "$(queue vida true)" = '[]' ]
silent() {
	local said
	said=$(op lina likeness_list '{}')
	[[ $said == *"$one"* && $said != *"$two"* && $said != *likeness\":* && $said != *bits* ]] || { echo "$said"; return 1; }
}
check 'neither the other record nor how alike it is is shown' silent
check 'nor can the pair be opened by whoever knows one side' bash -c "
	! '$ATRAMA' op '$dir' likeness_read '{\"likeness\": \"$two\"}' --as lina"
task=$(queue lina "$elsewhere" | jq -r '.[0].task')
check 'asking has one answer: by when' bash -c "'$ATRAMA' op '$dir' likeness_ask '{\"task\": \"$task\", \"why\": \"$why\"}' --as lina | jq -e 'keys == [\"due\"]'"
asked() { op vida task_list '{}' | jq -e --arg she "$two" '[.rows[] | select(.task_kind == "question" and .person == $she)] | length == 1'; }
check 'the other agency has the question, about its own person' asked
check 'nor do the police, who met her and sent her on' [ "$(queue rasa true)" = '[]' ]
met lina Olena Kovalenka 1996-03-12 >/dev/null
check 'two records of one house are laid side by side, with what speaks for it' soon lina "$pair and .bits != null" 1

# A page, as a browser without scripts has it.
likeness=$(queue lina "$pair" | jq -r '.[0].likeness')
op lina likeness_open "{\"likeness\": \"$likeness\", \"use\": \"support\", \"knows\": false}" >/dev/null
sign_in lina "$TMP_DIR/lina"
page() { curl -s -b "$TMP_DIR/lina" -H 'Accept-Language: en' "$base/likeness/$likeness" >"$TMP_DIR/page"; }
shows() { page && grep -q 'at-differs' "$TMP_DIR/page" && grep -q 'speaks strongly for one person' "$TMP_DIR/page" && grep -q '<svg' "$TMP_DIR/page"; }
check 'the page marks the letters that differ and says why in words and a picture' shows
say() { curl -s -o "$TMP_DIR/body" -w '%{http_code}' -b "$TMP_DIR/lina" "$base/likeness/$likeness" -d "csrf=$(csrf "$TMP_DIR/lina")" -d "key=$(key)" "$@"; }
undone() {
	[ "$(say -d do=say -d like=unsure)" = 303 ] && [ "$(queue lina "$pair")" = '[]' ] && [ "$(say -d do=undo)" = 303 ] &&
		[ "$(queue lina "$pair" | jq length)" = 1 ]
}
check 'not sure takes it off the list, and taking that back brings it back' undone

# Searching before somebody is written down anew: by what the names in memory are like, and only among those one works with.
found() { op "$1" person_find "$2" | jq -c '[.rows[].person]'; } # WHO JSON
near() { [[ $(found lina '{"given": "Oliena", "family": "Kovalenko", "born": 1996}') == *"$one"* ]]; }
check 'a name misspelt finds whom another agency named, and she let know it' near
check 'so does a name without a year' bash -c "[[ '$(found lina '{"given": "Olena", "family": "Kovalenka"}')' == *'$one'* ]]"
check 'nobody of another agency is found' bash -c "[[ '$(found lina '{"given": "Olena", "family": "Kovalenko", "born": 1996}')' != *'$two'* ]]"
check 'nor by whoever met nobody of that name' [ "$(found adele '{"given": "Olena", "family": "Kovalenko", "born": 1996}' 2>/dev/null)$(found vida '{"given": "Ganna", "family": "Kovalenko", "born": 1971}')" = '[]' ]
she=$(met rasa Solomiia Hnatiuk 1979-08-30)
op rasa consent_record "{\"person\": \"$she\", \"purpose\": \"support\", \"org\": \"haven\", \"consent_state\": \"given\", \"language\": \"uk\",
	\"read_aloud\": true, \"scope\": [\"needs\"]}" >/dev/null
sent=$(op rasa referral_send "{\"person\": \"$she\", \"org\": \"haven\", \"purpose\": \"support\", \"need\": [\"shelter\"]}" | jq -r .referral)
op lina referral_accept "{\"referral\": \"$sent\"}" >/dev/null
op lina identity_record "{\"person\": \"$she\", \"given\": \"Vira\", \"family\": \"Bilyk\", \"birth\": \"1979-08-30\"}" >/dev/null
known() { for _ in $(seq 50); do [[ $(found lina '{"given": "Vira", "family": "Bilyk"}') == *"$she"* ]] && return; sleep 0.1; done; return 1; }
check 'a house finds her by the name that it knows her by' known
hidden() { [ "$(found lina '{"given": "Solomiia", "family": "Hnatiuk", "born": 1979}')$(found lina '{"given": "Solomija", "family": "Hnatiuk"}')" = '[][]' ]; }
check 'and by no name that others wrote down and she did not let it know' hidden
like() { curl -s -o "$TMP_DIR/like" -w '%{http_code}' -b "$TMP_DIR/lina" -H 'Accept-Language: en' "$base/people/like" -d given=Oliena -d family=Kovalenko "$@"; }
proposed() {
	[ "$(like)" = 200 ] && grep -q "/person/$one" "$TMP_DIR/like" && ! grep -q "$two\|<html\|Koval" "$TMP_DIR/like" &&
		[ "$(like -d "except=$one")" = 200 ] && ! grep -q "$one" "$TMP_DIR/like"
}
check 'what a page shows while a name is typed names nobody, and leaves out whom it is about' proposed
often() {
	curl -s -Z --parallel-max 40 -o /dev/null -w '%{http_code}\n' -b "$TMP_DIR/lina" "$base/people/like?[1-75]" -d given=Oliena -d family=Kovalenko \
		>"$TMP_DIR/codes"
	[ "$(grep -c 200 "$TMP_DIR/codes")" -le 60 ] && grep -q 503 "$TMP_DIR/codes"
}
check 'whoever tries names one after another has to wait' often

stop
three=$(met vida Oksana Melnyk 1990-05-05) # no service: a keeper that lives for one command compares nothing
four=$(met vida Oksana Melnyk 1990-05-05)
check 'what was written down while nobody served is found at the next start' bash -c "[ -n '$three' ] && [ -n '$four' ]"
check 'all is served again' serve "$dir" || exit
ran() {
	soon vida "$pair and .bits != null" 1 && op adele match_start '{}' && for _ in $(seq 100); do
		op adele match_list '{}' | jq -e '.rows[0] | .match_state == "done" and .compared_n == 7 and .memory_kib > 0' && return
		sleep 0.1
	done
	op adele match_list '{}'
	return 1
}
check 'it is, and all can be compared with all when somebody asks' ran

# A pair that cannot be written down, as far as the keeper can tell: the store refuses it.
refuse() {
	sqlite3 "$dir/store.db" "CREATE TRIGGER refuse BEFORE INSERT ON weighed WHEN NEW.likeness = (SELECT l.id FROM likeness l
		JOIN person a ON a.id = l.person JOIN person b ON b.id = l.other WHERE lower(hex(a.ref)) IN ('$five', '$six') AND
		lower(hex(b.ref)) IN ('$five', '$six')) BEGIN SELECT RAISE(ABORT, 'refused'); END"
}
stop
five=$(met vida Iryna Bondar 1988-01-09) six=$(met vida Iryna Bondar 1988-01-09) seven=$(met vida Maryna Kozak 1979-11-30)
eight=$(met vida Maryna Kozak 1979-11-30)
check 'two more pairs, and a store that refuses one of them' refuse
check 'it is served' serve "$dir" || exit
check 'the other pair is written down all the same' soon vida "$pair and .bits != null and (.person == \"$seven\" or .person == \"$eight\")" 1
aside() { op adele match_list '{}' | jq -e '.rows[0].aside_n == 1' && sign_in adele "$TMP_DIR/adele" &&
	curl -s -b "$TMP_DIR/adele" -H 'Accept-Language: en' "$base/comparisons" | grep -q '1 pair could not be written down'; }
soon_aside() { for _ in $(seq 50); do aside >/dev/null && return; sleep 0.1; done; op adele match_list '{}'; return 1; }
check 'and the administrator is told that one was set aside' soon_aside
