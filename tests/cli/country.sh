#!/bin/bash
# country.sh: a registry of another country, with its law, its bodies and its report; nothing of the first one shows.
. "$ROOT/tests/lib/serve.sh"
DIR=$TMP_DIR/registry

op() { # LOGIN OPERATION JSON
	"$ATRAMA" op "$DIR" "$2" "$3" --as "$1" 2>>"$TMP_DIR/log"
}
made() {
	"$ATRAMA" init "$DIR" --profile uk && "$ATRAMA" op "$DIR" org_create \
		'{"org": "met", "org_name": "Police", "org_kind": "police", "region": "england"}' && "$ATRAMA" op "$DIR" org_create \
		'{"org": "ombud", "org_name": "Rapporteur", "org_kind": "rapporteur", "region": "england"}' &&
		password rose | "$ATRAMA" user add "$DIR" rose --name Rose --org met --role recorder &&
		password eve | "$ATRAMA" user add "$DIR" eve --name Eve --org ombud --role rapporteur
}
row() { # INDICATOR: its line of 2022 in the country's picture
	"$ATRAMA" report "$DIR" picture --year 2022 --format csv --as eve 2>>"$TMP_DIR/log" | tr -d '\r' | grep "^2022,$1,total," | head -n 1
}

check "a registry of another country is made" made
check "its regions are its own" sh -c '! "$1" op "$2" org_create "{\"org\": \"x\", \"org_name\": \"X\", \"org_kind\": \"ngo\",
	\"region\": \"panevezys\"}"' - "$ATRAMA" "$DIR"
check "nobody has said anything: not reported" test "$(row investigations)" = 2022,investigations,total,not_reported,cases
check "a case under its own law is recorded" op rose entry_record \
	'{"register": "investigation", "number": "1", "happened": "2022-03-01", "cell": ["led=here", "article=msa-2", "form=sex_prostitution"]}'
check "a case under the other country's law is refused" sh -c '! "$1" op "$2" entry_record "{\"register\": \"investigation\",
	\"number\": \"2\", \"happened\": \"2022-03-01\", \"cell\": [\"led=here\", \"article=147\"]}" --as rose' - "$ATRAMA" "$DIR"
check "it is counted" test "$(row investigations)" = 2022,investigations,total,1,cases
check "its time to decide is that of its own law and year" sh -c '"$1" report "$2" picture --year 2022 --format csv --as eve |
	grep -q "^2022,recovery_period,foreign_victims,30,days" && "$1" report "$2" picture --year 2021 --format csv --as eve |
	grep -q "^2021,recovery_period,foreign_victims,45,days"' - "$ATRAMA" "$DIR"
check "a report it does not have is refused" sh -c '! "$1" report "$2" tip --year 2022 --as eve' - "$ATRAMA" "$DIR"

echo "1..$test_n"
