#!/bin/bash
# The registers' pages as a browser without scripts uses them, and the same over the API.
. "$ROOT/tests/lib/serve.sh"
echo 1..41

dir=$TMP_DIR/registry
account() { # LOGIN ORG KIND ROLE
	"$ATRAMA" op "$dir" org_create "{\"org\": \"$2\", \"org_name\": \"$2\", \"org_kind\": \"$3\", \"region\": \"panevezys\"}" &&
		password "$1" | "$ATRAMA" user add "$dir" "$1" --name "$1" --org "$2" --role "$4"
}
made() {
	registry "$dir" && account judge courts court recorder && account clerk bureau police recorder &&
		account friend helpers ngo recorder && account other station police recorder
}
check 'a registry with courts, police and helpers is made' made
check 'and served' serve "$dir" || exit
for who in judge clerk friend other rasa; do sign_in "$who" "$TMP_DIR/$who"; done

seen() { # WHO STATUS PATH [TEXT [LANGUAGE]]: the page, and that it says so
	gives "$2" -b "$TMP_DIR/$1" -H "Accept-Language: ${5:-en}" "$base$3" || return
	grep -q -F -- "${4:-}" "$TMP_DIR/body" || { echo "does not say: ${4:-}"; return 1; }
}
silent() { # WHO PATH TEXT: the page does not say so
	gives 200 -b "$TMP_DIR/$1" "$base$2" && ! grep -q -F -- "$3" "$TMP_DIR/body"
}
put() { # WHO STATUS PATH CURL ARGUMENT...: a form
	gives "$2" -b "$TMP_DIR/$1" -H 'Accept-Language: en' "$base$3" -d "csrf=$(csrf "$TMP_DIR/$1")" -d "key=$(key)" "${@:4}"
}
says() { grep -q -F -- "$1" "$TMP_DIR/body" || { grep -o 'error-message[^/]*/p' "$TMP_DIR/body"; return 1; }; }
to() { tr -d '\r' <"$TMP_DIR/head" | sed -n 's/^[Ll]ocation: *//p'; }
day=(-d happened-year=2024 -d happened-month=3 -d happened-day=1)

check 'who works with persons alone has no page of registers' seen rasa 403 /registers
check 'a data officer has' seen judge 200 /registers /registers/verdict
check 'every register has its list' bash -c "for r in \$(curl -s -b '$TMP_DIR/judge' '$base/registers' |
	grep -o '/registers/[a-z_]*' | sort -u); do
	curl -s -f -o /dev/null -b '$TMP_DIR/judge' \"$base\$r\" || { echo \"\$r\"; exit 1; }; done"
check 'a court finds the form of its verdicts' seen judge 200 /registers/verdict/new 'name="prison_months"'
check 'the police do not' seen clerk 403 /registers/verdict/new
check 'an unknown register is no page' seen judge 404 /registers/nothing
check 'nor is an unknown record' seen judge 404 "/registers/verdict/$(key)"

check 'an empty form is not taken' put judge 422 /registers/verdict/new "${day[@]}" -d prison_months=many
check 'everything that is needed is marked at once' says 'href="#accused"'
check 'also what is wrong' says 'href="#prison_months"'
check 'and what was typed stays' says 'value="many"'
check 'a name may not get in as a telephone number' put clerk 422 /registers/action/new "${day[@]}" \
	--data-urlencode 'title=ring +370 612 34567' -d owner=bureau -d state=open
check 'nor as a number of the record' put clerk 422 /registers/action/new "${day[@]}" -d number=48001010000 -d title=x \
	-d owner=bureau -d state=open

verdict=("${day[@]}" -d number=V-1 -d accused=A-1 -d outcome=convicted -d article=147 -d sanction=prison -d sanction=fine
	--data-urlencode 'fine=1 234,50')
check 'a verdict is recorded' put judge 303 /registers/verdict/new "${verdict[@]}" -d prison_months=60
entry=$(to)
check 'and leads to its page' seen judge 200 "$entry" V-1
check 'where a fine is read as people write it' says '1,234.50'
check 'in the language asked for' seen judge 200 "$entry" Nuosprend lt
check 'a term below the article is taken with a warning' put judge 200 "$entry/correct" "${verdict[@]}" -d prison_months=6
check 'which names the field' says 'Fewer months than the article says.'
check 'the page says what was corrected' seen judge 200 "$entry" '<del>60</del>'
check 'the form that corrects holds what stands' seen judge 200 "$entry/correct" 'value="1234.50"'
check 'the list shows the record once' bash -c \
	"[ \$(curl -s -b '$TMP_DIR/judge' '$base/registers/verdict' | grep -c '>V-1<') = 1 ]"
check 'a year without records says so' seen judge 200 '/registers/verdict?year=2019' 'Nothing is recorded for that year'
check 'the police cannot correct it' put clerk 403 "$entry/correct" "${verdict[@]}" -d prison_months=60
check 'the police keep a record of their own' put clerk 303 /registers/investigation/new "${day[@]}" -d number=I-1 -d led=here
theirs=$(to)
check 'which they correct' seen clerk 200 "$theirs/correct" 'name="led"'
check 'and nobody of the same kind does' put other 403 "$theirs/correct" "${day[@]}" -d number=I-1 -d led=abroad
check 'a record of one register is no page of another' seen judge 404 "/registers/action/${entry##*/}"

check 'a text that looks like a formula is recorded' put friend 303 /registers/action/new "${day[@]}" \
	--data-urlencode 'title==1+1,"x"' -d owner=helpers -d state=open
check 'and harmless in the file' bash -c "curl -s -b '$TMP_DIR/friend' '$base/registers/action/csv' | grep -q -F \"\\\"'=1+1,\\\"\\\"x\\\"\\\"\\\"\""
check 'the file has the codes as headings' bash -c "curl -s -b '$TMP_DIR/judge' '$base/registers/verdict/csv' |
	head -n 1 | grep -q '^number,happened,precision,organisation,accused,outcome'"
check 'several values stand in one cell' bash -c "curl -s -b '$TMP_DIR/judge' '$base/registers/verdict/csv' | grep -q 'prison;fine'"
check 'markup is shown as text' put friend 303 /registers/action/new "${day[@]}" --data-urlencode 'title=<b>bold</b>' \
	-d owner=helpers -d state=open
check 'and never as markup' silent friend /registers/action '<b>bold'

check 'a record is taken back' put judge 303 "$entry"
check 'and its page says so' seen judge 200 "$entry" 'was taken back'
check 'and no list shows it' silent judge /registers/verdict '>V-1<'
check 'it is recorded again' put judge 303 "$entry/correct" "${verdict[@]}" -d prison_months=60
check 'the API tells the same history' bash -c "[ \"\$(curl -s '$base/api/v1/entry_read' -H 'Content-Type: application/json' \
	-H 'Authorization: Bearer $(token judge)' -d '{\"entry\": \"${entry##*/}\"}' | jq -c '[.rows[].void]')\" = '[false,true,false,false]' ]"
