#!/bin/bash
# Files nobody should send. Each is refused in one plain sentence, with little memory held, and leaves nothing behind: no import
# begun, no file, nothing of what it named.
. "$ROOT/tests/lib/serve.sh"
echo 1..34

dir=$TMP_DIR/registry files=$TMP_DIR/files
hostile=$(dirname "$ATRAMA")/tests/control/hostile
mkdir "$files"
check 'a registry is made' registry "$dir"
check 'files are made' "$hostile" make "$files"
before=$(ls -A "$files")

refused() { # FILE CODE WORDS
	local code
	"$ATRAMA" import "$dir" --org haven --kind persons "$files/$1" >"$TMP_DIR/said" 2>"$TMP_DIR/why"
	code=$?
	cat "$TMP_DIR/said" "$TMP_DIR/why"
	[ "$code" = "$2" ] && [ ! -s "$TMP_DIR/said" ] && [ "$(wc -l <"$TMP_DIR/why")" = 1 ] && grep -q "^atrama: .*$3" "$TMP_DIR/why"
}
check 'a spreadsheet that unpacks to a thousand times its size' refused bomb.xlsx 7 'far more than its size'
check 'the same in its texts' refused texts.xlsx 7 'far more than its size'
check 'and with lying sizes' refused lying.xlsx 7 'far more than its size'
# abuse 19
check 'entities in entities' refused entities.xlsx 2 'document type'
check 'an entity outside' refused outside.xlsx 2 'document type'
check 'a formula that was never counted' refused formula.xlsx 2 'row: .*formula.* (1)'
check 'markup that ends in its midst' refused broken.xlsx 2 'well-formed'
check 'a spreadsheet without its sheet' refused nothing.xlsx 2 'missing'
check 'one with a password' refused locked.xlsx 2 'password'
check 'half of one' refused cut.xlsx 2 'damaged'
check 'one that says it has four milliards of parts' refused parts.xlsx 7 'too many parts'
check 'an old one' refused old.xls 2 'old or a password-protected'
check 'an archive that is none, with a path in it' refused other.xlsx 2 'no workbook'
check 'a byte of zero' refused nul.csv 2 'row: .*zero.* (2)'
check 'what is not UTF-8' refused latin.csv 2 'row: .*not in UTF-8.* (2)'
check 'a quotation mark that never closes' refused quote.csv 2 'row: .*never closes.* (2)'
check 'one that never closes in 24 MB' refused bomb.csv 7 'row: .*never closes.* (2)'
check 'one inside a cell' refused inside.csv 2 'row: .*inside a cell.* (2)'
check 'a cell of 16 MiB' refused cell.csv 7 'row: .*32 KiB.* (2)'
check '10,000 columns' refused columns.csv 7 'row: .*400 columns.* (1)'
check 'half a character of UTF-16' refused cut16.csv 2 'row: .*UTF-16.* (1)'
check 'nothing' refused empty.csv 2 'empty'
check 'headings that mean nothing' refused unknown.csv 2 'No heading'
check 'two gibibytes, most of them of zero' refused huge.csv 2 'row: .*zero.* (3)'

# The sanitizer keeps what was freed for a while, which is not what is measured.
held() { ASAN_OPTIONS=$ASAN_OPTIONS:quarantine_size_mb=1 "$hostile" read "$1"; }
bombs() {
	local f
	for f in bomb.xlsx texts.xlsx lying.xlsx bomb.csv cell.csv huge.csv; do
		held 150 <"$files/$f" || return 1
	done
}
check 'bombs are read in little memory' bombs
long() { "$hostile" feed 2147483648 | held 150 >"$TMP_DIR/long" && cat "$TMP_DIR/long" && grep -q '^read, 1062' "$TMP_DIR/long"; }
check 'a CSV of two gibibytes is read in little memory' long

check 'nothing lies beside them' [ "$(ls -A "$files")" = "$before" ]
none() { "$ATRAMA" op "$dir" import_list --as org:haven >"$TMP_DIR/list" && cat "$TMP_DIR/list" && ! grep -q '"import"' "$TMP_DIR/list"; }
check 'and no import was begun' none

mine=$files/mine.csv
printf 'signal_date,municipality\n2022-13-01,rokiskis\n' >"$mine"
echo 'my own words' >"$mine.errors.csv"
kept() { ! "$ATRAMA" import "$dir" --org haven --kind persons "$mine" 2>"$TMP_DIR/why" && grep -q 'my own words' "$mine.errors.csv" && grep -q 'not from an import' "$TMP_DIR/why"; }
check 'a file that is not ours is not written over' kept

harm=$files/harm.csv
printf 'signal_date,municipality,note\n2022-13-01,"=cmd|x",ok\n2022-03-01,"+1 a, ""b""",\n,@c,\n' >"$harm"
harmless() {
	! "$ATRAMA" import "$dir" --org haven --kind persons "$harm" >/dev/null 2>&1 && cat "$harm.errors.csv" &&
		grep -q "^2,municipality,'=cmd|x," "$harm.errors.csv" && grep -q "^4,municipality,'@c," "$harm.errors.csv" &&
		grep -q "^3,municipality,\"'+1 a, \"\"b\"\"\"," "$harm.errors.csv" && ! grep -q '[,\"][=+@]' "$harm.errors.csv"
}
check 'what looks like a formula is harmless in the list of errors' harmless
check 'which nobody else may read' [ "$(stat -c %a "$harm.errors.csv")" = 600 ]
printf 'signal_date,municipality\n2022-03-01,rokiskis\n' >"$harm"
gone() { "$ATRAMA" import "$dir" --org haven --kind persons "$harm" && [ ! -e "$harm.errors.csv" ]; }
check 'and which goes when the list is mended' gone
