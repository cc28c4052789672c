#!/bin/sh
# refuse.sh [BUILD]: mksql must refuse every file of tests/golden/sql, for the reason its first line gives:
#   -- refused LINE: part of the message
# NNN_*.sql are schemas, the others queries over the sample schema of tests/sql/sample.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$root/build-test}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$root" || exit 1

sample=tests/sql/sample
n=0
result() { # ok|not ok, name
	n=$((n + 1))
	echo "$1 $n - $2"
}

"$build/tools/mksql" --out "$out" --prefix sample --schema $sample/schema --query $sample/query >"$out/said" 2>&1 &&
	[ -s "$out/queries.c" ] && [ -s "$out/queries.h" ] && result ok "takes the sample" || {
	result "not ok" "takes the sample"
	sed 's/^/# /' "$out/said"
}
"$build/tools/mksql" --out "$out" --prefix empty >"$out/said" 2>&1 && result ok "takes a store without any SQL" ||
	result "not ok" "takes a store without any SQL"

for file in tests/golden/sql/*.sql; do
	line=$(sed -n '1s/^-- refused \([0-9]*\): .*/\1/p' "$file")
	say=$(sed -n '1s/^-- refused [0-9]*: //p' "$file")
	mkdir -p "$out/made"
	rm -f "$out/made/"*
	case $(basename "$file") in
	[0-9][0-9][0-9]_*) set -- --schema "$file" ;;
	*) set -- --schema $sample/schema --query "$file" ;;
	esac
	"$build/tools/mksql" --out "$out/made" --prefix bad "$@" >"$out/said" 2>&1
	code=$?
	if [ "$code" -eq 1 ] && [ -n "$line" ] && grep -F -q -- "$file:$line: " "$out/said" && grep -F -q -- "$say" "$out/said" &&
		[ -z "$(ls "$out/made")" ]; then
		result ok "refuses $(basename "$file"): $say"
	else
		result "not ok" "refuses $(basename "$file"): $say"
		echo "# left with $code, expected $file:$line"
		sed 's/^/# /' "$out/said"
	fi
done
echo "1..$n"
