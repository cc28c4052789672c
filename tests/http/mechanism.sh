#!/bin/bash
# Help that a grant pays for, and the pictures of how the mechanism works, as a browser without scripts uses them.
. "$ROOT/tests/lib/serve.sh"
echo 1..24

dir=$TMP_DIR/registry
account() { # LOGIN ORG ROLE
	password "$1" | "$ATRAMA" user add "$dir" "$1" --name "$1" --org "$2" --role "$3"
}
org() { "$ATRAMA" op "$dir" org_create "{\"org\": \"$1\", \"org_name\": \"$1\", \"org_kind\": \"$2\", \"region\": \"panevezys\"}"; }
made() {
	registry "$dir" && org purse ministry && org eye rapporteur && org lead coordination && account clerk purse recorder &&
		account egle eye rapporteur && account kazys lead coordinator
}
check 'a registry with a ministry, a rapporteur and a coordinator is made' made
year=$(date +%Y)
grant() { # NUMBER AMOUNT
	"$ATRAMA" op "$dir" entry_record "{\"register\": \"grant\", \"number\": \"$1\", \"happened\": \"$year-01-01\",
		\"cell\": [\"recipient=haven\", \"purpose=victim_assistance\", \"amount=$2\"]}" --as clerk
}
check 'the ministry grants money, under a number a spreadsheet would take for a formula' grant '=1+1' 500.00
check 'and some more under a quiet one' grant 'G 7' 100.00
check 'all is served' serve "$dir" || exit
for who in lina egle kazys rasa; do sign_in "$who" "$TMP_DIR/$who"; done

seen() { # WHO STATUS PATH [TEXT]
	gives "$2" -b "$TMP_DIR/$1" -H 'Accept-Language: en' "$base$3" || return
	grep -q -F -- "${4:-}" "$TMP_DIR/body" || { echo "does not say: ${4:-}"; return 1; }
}
put() { # WHO STATUS PATH CURL ARGUMENT...
	gives "$2" -b "$TMP_DIR/$1" -H 'Accept-Language: en' "$base$3" -d "csrf=$(csrf "$TMP_DIR/$1")" -d "key=$(key)" "${@:4}"
}
today=(-d "happened-year=$year" -d "happened-month=$(date +%-m)" -d "happened-day=$(date +%-d)")
person=$("$ATRAMA" op "$dir" signal_record "{\"municipality\": \"utena\", \"source\": \"met\", \"age\": \"25_39\", \"sex\": \"female\",
	\"language\": \"lt\", \"happened\": \"$(date +%F)\"}" --as lina | jq -r .person)

compressed() { curl -sD - -o /dev/null -b "$TMP_DIR/$1" -H 'Accept-Encoding: gzip' "$base$2" | grep -qi '^content-encoding: gzip'; }
check 'a report is long and names nobody: it comes compressed' compressed egle "/reports/mechanism/$year"
plain() { ! compressed "$@"; }
check 'a page of a person does not' plain lina "/person/$person"
check 'the form of help offers the grants' seen lina 200 "/person/$person/service" 'value="=1+1"'
check 'money is written as people write it' put lina 303 "/person/$person/service" "${today[@]}" -d need=legal \
	--data-urlencode 'cost=125,50' --data-urlencode 'grant_number==1+1'
check 'what is no money is asked for again' put lina 422 "/person/$person/service" "${today[@]}" -d need=legal -d cost=much
check 'and so is a grant that is not there' put lina 422 "/person/$person/service" "${today[@]}" -d need=legal \
	-d grant_number=nothing
check 'help may end later, and be given by others' put lina 303 "/person/$person/service" "${today[@]}" -d need=health \
	-d provider=police -d "ends-year=$((year + 1))" -d ends-month=1 -d ends-day=5
check 'the page of grants says what is left' seen lina 200 /grants '374.50'
check 'a year without any says so' seen lina 200 '/grants?year=2019' 'No grant to your organisation'
check 'the list can be taken along' seen lina 200 "/grants/csv?year=$year" "'=1+1\",500.00,125.50,374.50,1,1"
check 'where a formula is none' bash -c "! grep -q '^=\|,=' '$TMP_DIR/body'"
check 'the police have no page of grants' seen rasa 403 /grants

check 'the coordinator sees how the mechanism works' seen kazys 200 /figures/mechanism 'People on the way'
check 'with pictures' grep -q '<svg' "$TMP_DIR/body"
check 'where so few are in a municipality, no number stands' bash -c \
	"curl -s -b '$TMP_DIR/kazys' -H 'Accept-Language: en' '$base/figures/mechanism' | grep -q 'withheld, so that nobody can be recognised'"
chart=$(curl -s -b "$TMP_DIR/kazys" "$base/figures/mechanism" | grep -o '/figures/mechanism/chart/bars-[0-9]*/csv' | head -n 1)
check 'each picture has its table' seen kazys 200 "$chart"
check 'a picture that is not there is no page' seen kazys 404 /figures/mechanism/chart/nothing/csv
check 'whoever works with persons sees no figures' seen lina 403 /figures/mechanism
check 'the national picture leads there' seen egle 200 /figures '/figures/mechanism'
check 'cost of help is a figure that can be asked how it came about' seen egle 200 "/figures/cost_of_help/$year?breakdown=from_grants" '126'
