#!/bin/bash
# A registry that an older Atrama wrote (tests/golden/store) is brought up to this one: nothing of it is lost, and its log
# vouches for every row. The clock is set back to the week in which those registries were written.
. "$ROOT/tests/lib/serve.sh"
echo 1..28
ATRAMA=${ATRAMA_CLOCKED:-$(dirname "$ATRAMA")/tests/control/atrama-clock}
golden=$ROOT/tests/golden/store ATRAMA_CLOCK=$TMP_DIR/clock
# Microseconds from now to that day, as eight bytes, the lowest first.
ahead=$(($(date -d 2026-11-23T09:00Z +%s%6N) - $(date +%s%6N)))
for byte in 0 1 2 3 4 5 6 7; do
	printf "\\x$(printf %02x $((ahead >> 8 * byte & 255)))"
done >"$ATRAMA_CLOCK"
export ATRAMA_CLOCK

older() { # VERSION: sets dir
	dir=$TMP_DIR/of-$1
	mkdir -m 700 "$dir" "$dir/keys" && (umask 077 && cp "$golden/$1.root" "$dir/keys/root" &&
		sqlite3 "$dir/store.db" <"$golden/$1.sql" >/dev/null)
}
schema() { sqlite3 "$1/store.db" 'SELECT type, name, sql FROM sqlite_master ORDER BY type, name'; }
as() { "$ATRAMA" op "$dir" "$2" "$3" --as "$1"; }
sent_back() { # the deep check, of a store that is not of this program
	local code=0
	"$ATRAMA" audit verify "$dir" --deep >"$TMP_DIR/said" 2>&1 || code=$?
	[ "$code" != 0 ] && grep -q 'atrama rebuild' "$TMP_DIR/said" && ! grep -q '"level"' "$TMP_DIR/said"
}
met() { # Lina reads who it is, what she is by decision, where she stays and until when her time to decide runs
	local person
	person=$(as lina person_list '{}' | jq -r '.rows[] | select(.status == "identified") | .person') &&
		as lina file_open "{\"person\": \"$person\", \"use\": \"support\", \"knows\": false}" &&
		as lina identity_read "{\"person\": \"$person\"}" | jq -e '.given == "Olena" and .born == 1996' &&
		as lina person_read "{\"person\": \"$person\"}" | jq -e '.label == "House with a garden" and .ends == "2026-12-20"'
}

check 'a registry of this program, for its tables' "$ATRAMA" init "$TMP_DIR/new"
schema "$TMP_DIR/new" >"$TMP_DIR/schema"
for version in 009 014 020 023; do
	check "$version: a registry as that program left it" older "$version"
	check "$version: its log is checked as it stands" "$ATRAMA" audit verify "$dir"
	[ "$version" != 009 ] || check "$version: what reads every table says what has to come first" sent_back
	check "$version: it is brought up to this program" "$ATRAMA" rebuild "$dir"
	check "$version: every act and row is vouched for" "$ATRAMA" audit verify "$dir" --deep
	schema "$dir" >"$TMP_DIR/schema-$version"
	check "$version: its tables are those of a new one" diff "$TMP_DIR/schema" "$TMP_DIR/schema-$version"
	check "$version: and who helps her finds her as she was" met
done
dir=$TMP_DIR/of-014
rm -r "$dir"
older 014
check 'a command that meets an older one does its work' bash -c "'$ATRAMA' op '$dir' person_list '{}' --as lina 2>'$TMP_DIR/said' | jq -e '.rows | length > 0'"
check 'and says what it waits for first' grep -q '^atrama: an older Atrama wrote this registry' "$TMP_DIR/said"
