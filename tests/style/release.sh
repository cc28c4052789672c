#!/bin/sh
# The program as make build makes it, optimised and with the warnings of that: gcc sees more then. Nothing is linked and
# there is nothing for a debugger, so that it costs half.
cd "$(dirname "$0")/../.." || exit
dir=build-test/release
said=${TMP_DIR:-/tmp}/said
echo 1..1
if { [ -e $dir/build.ninja ] || meson setup $dir -Ddebug=false; } >"$said" 2>&1 &&
	ninja -C $dir -j 1 -t compdb >"$said.json" &&
	jq -r '.[].output | select(test("^(src|atrama)[./].*\\.o$"))' "$said.json" | xargs ninja -C $dir -j 1 >>"$said" 2>&1; then
	echo 'ok 1 - it compiles optimised, without a warning'
else
	echo 'not ok 1 - it compiles optimised, without a warning'
	grep -A 12 -E 'warning:|error:|ERROR' "$said" | head -n 40 | sed 's/^/# /'
fi
