#!/bin/sh
# layers.sh: tools/layers and tools/style must say what is out of place, with file and line, and nothing else.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
n=0

fresh() {
	rm -rf "$tree/src"
	mkdir -p "$tree/src/base" "$tree/src/db" "$tree/src/audit" "$tree/src/text"
	cat >"$tree/src/meson.build" <<'TABLE'
storeys = [
  # name      stands on              libraries
  ['base',    [],                    []],
  ['text',    ['base'],              ['icu-uc']],
  ['db',      ['base'],              ['sqlite3']],
  ['audit',   ['db'],                []],
]
TABLE
}

# expect TOOL SENTENCE CODE [FAULT]: the tool leaves with CODE and, when that is 1, says FAULT.
expect() {
	n=$((n + 1))
	"$root/tools/$1" "$tree" >"$tree/said" 2>&1
	code=$?
	if [ $code -eq "$3" ] && { [ $# -lt 4 ] || grep -F -q "# $4" "$tree/said"; }; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		echo "# left with $code"
		sed 's/^/# /' "$tree/said"
	fi
}

fresh
echo '#include "base/a.h"
#include "db/b.h"
#include <string.h>
#include "audit/c.h"' >"$tree/src/audit/a.c"
expect layers "lets a storey include itself, what is below, and what that stands on" 0
fresh
printf '\n#include "audit/a.h"\n' >"$tree/src/db/a.c"
expect layers "refuses an include upward" 1 "src/db/a.c:2: db does not stand on audit"
fresh
echo '#include "text/a.h"' >"$tree/src/db/a.h"
expect layers "refuses an include sideways" 1 "src/db/a.h:1: db does not stand on text"
fresh
echo '  #  include <sqlite3.h>' >"$tree/src/audit/a.c"
expect layers "refuses a library outside its storey" 1 "src/audit/a.c:1: sqlite3.h belongs to db"
fresh
echo '#include <unicode/utypes.h>' >"$tree/src/base/a.c"
expect layers "refuses ICU outside text" 1 "src/base/a.c:1: unicode/utypes.h belongs to text"
fresh
echo '#include <sqlite3.h>' >"$tree/src/db/a.c"
expect layers "lets a library into its storey" 0
fresh
echo '#include "../audit/a.h"' >"$tree/src/db/a.c"
expect layers "refuses a way around through the parent folder" 1 "src/db/a.c:1: includes ../audit/a.h"
fresh
mkdir "$tree/src/other"
echo '#include "base/a.h"' >"$tree/src/other/a.c"
expect layers "refuses a folder that is no storey" 1 "src/other/a.c: the folder other is not in the table"
fresh
sed -i "s/\['base'\],              \['sql/['audit'],             ['sql/" "$tree/src/meson.build"
expect layers "refuses a table that stands on its head" 1 "src/meson.build:5: db stands on audit, which is not below it"

fresh
echo 'static const char *q = "SELECT id FROM person";' >"$tree/src/db/a.c"
expect style "refuses SQL in C" 1 "src/db/a.c:1:"
fresh
echo 'static const char *q = "Select a person";' >"$tree/src/db/a.c"
expect style "lets a sentence be a sentence" 0
fresh
printf 'int x; \n' >"$tree/src/db/a.c"
expect style "refuses blanks at the end of a line" 1 "src/db/a.c:1:"
fresh
seq -f '/* %g */' 601 >"$tree/src/db/a.c"
expect style "refuses a file of 601 lines" 1 "src/db/a.c:601: 601 lines"
echo "1..$n"
