#!/bin/bash
# Telephones in the field: their keys, the forms they fetch, and what they send, plain and encrypted, once and five times.
. "$ROOT/tests/lib/serve.sh"
echo 1..54
dir=$TMP_DIR/registry
check 'a registry is made' registry "$dir"
check 'and has a form of its own' "$ATRAMA" form add "$dir" "$ROOT/tests/vectors/forms/visit.xml"
check 'and served' serve "$dir" || exit
rasa=$(token rasa) lina=$(token lina)
export BASE=$base RASA=$rasa LINA=$lina
STORE=$dir/store.db "$ROOT/tools/node" "$ROOT/tests/http/openrosa/send.mjs"
test_n=52
stop
words() { grep -rlai -e zvirblyte -e niekas-nerastas "$dir" "$TMP_DIR/serve.err" "$TMP_DIR/serve.out"; }
check 'no name that was sent stands in clear in any file the registry leaves' [ -z "$(words)" ]
check 'and the log is whole' "$ATRAMA" audit verify "$dir" --deep
