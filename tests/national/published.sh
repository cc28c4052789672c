#!/bin/bash
# The report for 2022 gives the 75 published figures out of records, whatever the order the lists came in, and twice.
. "$ROOT/tests/lib/serve.sh"
. "$ROOT/tests/lib/national.sh"
echo 1..7

files=$TMP_DIR/files
"$fakeland" --together 2022 "$published" "$files"

# Any order in which a correction comes after what it corrects: the files of a body and kind keep theirs, all else is mixed.
mixed() {
	awk -F, -v seed="$1" 'BEGIN { srand(seed) }
		NR > 1 { key = $2 "," $3; line[key, ++n[key]] = $0; if (n[key] == 1) keys[++k] = key; left++ }
		END {
			while (left-- > 0) {
				do { key = keys[int(rand() * k) + 1] } while (at[key] >= n[key])
				print line[key, ++at[key]]
			}
		}' "$files/imports.csv"
}

as_published() { report "$1" | diff - "$published"; }

counts_alone() {
	"$ROOT/tools/node" "$ROOT/tests/national/count.mjs" "$files" "$published" >"$TMP_DIR/alone" || return
	[ "$(wc -l <"$TMP_DIR/alone")" -ge 45 ] && countable "$TMP_DIR/alone" "$published" | diff - "$TMP_DIR/alone"
}

check 'a count that shares nothing with the program finds the published figures in the files' counts_alone
country "$TMP_DIR/land"
check 'every list goes in' bring "$TMP_DIR/land" "$files"
check 'the report gives the 75 published rows' as_published "$TMP_DIR/land"
check 'every list goes in a second time' bring "$TMP_DIR/land" "$files"
check 'and the report is the same' as_published "$TMP_DIR/land"
mixed 7 >"$TMP_DIR/order"
country "$TMP_DIR/land"
check 'every list goes in, in another order' bring "$TMP_DIR/land" "$files" "$TMP_DIR/order"
check 'and the report is the same' as_published "$TMP_DIR/land"
