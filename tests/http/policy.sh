#!/bin/bash
# Every operation, by every account, about everything, through HTTP; what is expected is the table of docs/policy.md, which was
# written by somebody who had not seen the program. ATRAMA_CLOCKED is another build of it than build-test's. Among the questions are
#   abuse 1: strangers: a file of others is nothing to whoever reads, writes, searches or lists
#   abuse 2: known privately: declared, or said at opening
#   abuse 3: blocked: account, unit, organisation, and in emergencies
#   abuse 7: a place's address, to the house alone
#   abuse 17: fresh: to agree, to break glass
#   abuse 32: second persons: never who asked, never whom it is for
. "$ROOT/tests/lib/serve.sh"
ATRAMA=${ATRAMA_CLOCKED:-$(dirname "$ATRAMA")/tests/control/atrama-clock}
ASK=${ASK:-$(dirname "$ATRAMA")/ask}
DIR=$TMP_DIR/registry ATRAMA_CLOCK=$TMP_DIR/clock
printf '\0\0\0\0\0\0\0\0' >"$ATRAMA_CLOCK"
export ATRAMA_CLOCK ASK DIR
"$ATRAMA" init "$DIR" >/dev/null && serve "$DIR" || exit
BASE=http://localhost:${base##*:} MATRIX=$TMP_DIR/matrix
export BASE MATRIX
"$ATRAMA" policy matrix "$DIR" --json >"$MATRIX" || exit
"$ROOT/tools/node" "$ROOT/tests/http/policy/policy.mjs" "$ROOT/docs/policy.md"
