#!/bin/sh
# demo.sh DIR: a demonstration registry in DIR. Made once for all tests of a run and day (DEMO, tests/run), then copied;
# for a test alone it is made.
set -eu
[ -n "${DEMO:-}" ] || exec "$ATRAMA" demo "$1"
mkdir -p "$DEMO"
made=$DEMO/$(TZ=Europe/Vilnius date +%F)
(
	flock 9
	[ -e "$made" ] || { rm -rf "$made.new" && "$ATRAMA" demo "$made.new" >/dev/null && mv "$made.new" "$made"; }
) 9>"$DEMO/lock"
cp -a "$made" "$1"
