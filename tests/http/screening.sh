#!/bin/bash
# Questions asked: every set of them is taken from every agency, and no answer is ever shown to labour inspection, to immigration
# enforcement or for a fine, whoever asked, whatever she agreed to.
. "$ROOT/tests/lib/serve.sh"
echo 1..16

dir=$TMP_DIR/registry
check 'a registry is made' registry "$dir"
org() { # CODE NAME KIND
	"$ATRAMA" op "$dir" org_create "{\"org\": \"$1\", \"org_name\": \"$2\", \"org_kind\": \"$3\", \"region\": \"panevezys\"}"
}
more() {
	org labour Inspectorate labour && org migration Migration migration && org town Town municipality &&
		password inga | "$ATRAMA" user add "$dir" inga --name 'Inga' --org labour --role officer &&
		password mantas | "$ATRAMA" user add "$dir" mantas --name 'Mantas' --org migration --role officer &&
		password fines | "$ATRAMA" user add "$dir" fines --name 'Fausta' --org town --role officer --role support
}
check 'with an inspectorate, a migration office and a town that fines' more
check 'and served' serve "$dir" || exit
RASA=$(token rasa) INGA=$(token inga) MANTAS=$(token mantas) FINES=$(token fines) OLGA=$(token olga) BASE=http://localhost:${base##*:}
export RASA INGA MANTAS FINES OLGA BASE
"$ROOT/tools/node" "$ROOT/tests/http/screening/all.mjs"
test_n=15
stop
words() { grep -rla -e testovsky -e zvirblyte "$dir" "$TMP_DIR/serve.err" "$TMP_DIR/serve.out"; }
check 'nothing told in words stands in clear in any file the registry leaves' [ -z "$(words)" ]
