#!/bin/bash
# A report to take along: every format says the same, opens in the programs people have, and carries nothing that runs.
. "$ROOT/tests/lib/serve.sh"
plan=35
echo "1..$plan"

dir=$TMP_DIR/registry
report() { "$ATRAMA" report "$dir" "$@"; }
made() {
	registry "$dir" || return
	"$ATRAMA" op "$dir" org_create \
		'{"org": "prosecution", "org_name": "=1+1 Prosecution", "org_kind": "prosecution", "region": "panevezys"}' || return
	password vida | "$ATRAMA" user add "$dir" vida --name 'Vida' --org prosecution --role recorder || return
	"$ATRAMA" op "$dir" org_create \
		'{"org": "rapporteur", "org_name": "Rapporteur", "org_kind": "rapporteur", "region": "panevezys"}' || return
	password jonas | "$ATRAMA" user add "$dir" jonas --name 'Jonas' --org rapporteur --role rapporteur || return
	local n
	for n in 1 2 3; do
		"$ATRAMA" op "$dir" entry_record --as vida "{\"register\": \"investigation\", \"number\": \"T-$n\",
			\"happened\": \"2022-0$n-05\", \"cell\": [\"led=here\", \"article=147\", \"form=labour_forced\"]}" || return
	done
}
check 'a registry with three investigations is made' made
report tip --year 2022 >"$TMP_DIR/tip.csv"
check 'a report is 75 rows after its heading, without an account' \
	test "$(wc -l <"$TMP_DIR/tip.csv")" = 76 -a "$(head -n 1 "$TMP_DIR/tip.csv")" = 'year,indicator,breakdown,value,unit'
check 'what was recorded is counted' grep -qx '2022,investigations,total,3,cases' "$TMP_DIR/tip.csv"
check 'what nobody reported is not nought' grep -qx '2022,hotline,trafficking_related_calls,not_reported,calls' "$TMP_DIR/tip.csv"
before() {
	report tip --year 2022 --as-of 2020-01-01 | grep -qx '2022,investigations,total,not_reported,cases'
}
check 'before it was recorded it was not known' before
file() { report tip --year 2022 --format "$1" --lang lt -o "$TMP_DIR/tip.$1" && test -s "$TMP_DIR/tip.$1"; }
for format in csv json html xlsx pdf; do
	check "a file is written: $format" file "$format"
done
check 'the file is the one on standard output' cmp -s "$TMP_DIR/tip.csv" <(report tip --year 2022 --format csv --lang uk)

cell() { jq -e '.rows[0] | .figure == "3" and .definition.version >= 1 and (.definition | has("definition") and has("source")
	and has("statutes") and has("age_rule") and has("suppress") and has("item"))' "$TMP_DIR/tip.json"; }
check 'JSON gives a cell its definition' cell
check 'JSON has every row' test "$(jq '.rows | length' "$TMP_DIR/tip.json")" = 75

quiet() { ! grep -Eiq '<script|src=|https?:|url\(|@import| on[a-z]+=' "$TMP_DIR/tip.html" && grep -q "default-src 'none'" "$TMP_DIR/tip.html"; }
check 'HTML runs nothing and loads nothing' quiet
check 'HTML is in the language asked for' grep -q '<html lang="lt">' "$TMP_DIR/tip.html"

check 'the PDF is tagged' bash -c "pdfinfo '$TMP_DIR/tip.pdf' | grep -Eq '^Tagged: +yes'"
pdfinfo -struct-text "$TMP_DIR/tip.pdf" >"$TMP_DIR/struct" 2>/dev/null
check 'its headings, tables and cells are tagged' \
	bash -c "for tag in H1 H2 H3 P Table TR TH TD; do grep -Eq \"^ *\$tag( |\$)\" '$TMP_DIR/struct' || { echo \$tag; exit 1; }; done"
fonts() { pdffonts "$TMP_DIR/tip.pdf" | tail -n +3 | awk '$(NF-4) != "yes" || $(NF-2) != "yes" { bad = 1 } END { exit bad || NR == 0 }'; }
check 'its fonts are in it, and their letters can be copied' fonts
pdftotext -layout "$TMP_DIR/tip.pdf" "$TMP_DIR/tip.txt"
check 'figures are found in its text' grep -Eq ' 1 +Iš viso +2022 +3 ' "$TMP_DIR/tip.txt"
letters() { local l; for l in ą č ę ė į š ų ū ž; do grep -q "$l" "$TMP_DIR/tip.txt" || { echo "$l"; return 1; }; done; }
check 'every Lithuanian letter is found in its text' letters
cyrillic() { report tip --year 2022 --format pdf --lang uk -o "$TMP_DIR/uk.pdf" && pdftotext "$TMP_DIR/uk.pdf" - | grep -q 'Розслідування торгівлі людьми'; }
check 'and Cyrillic ones' cyrillic
dated() {
	local page pages day
	report tip --year 2022 --format pdf --lang en -o "$TMP_DIR/en.pdf" || return
	pages=$(pdfinfo "$TMP_DIR/en.pdf" | awk '/^Pages/ { print $2 }')
	day=$(report tip --year 2022 --format json | jq -r .as_of)
	for page in $(seq "$pages"); do
		pdftotext -f "$page" -l "$page" "$TMP_DIR/en.pdf" - | grep -q "$(LC_ALL=C date -d "$day" '+%-d %B %Y')" || return
		pdftotext -f "$page" -l "$page" "$TMP_DIR/en.pdf" - | grep -q "Page $page of $pages" || return
	done
}
check 'every page says as of when, and which it is of how many' dated
same() { file pdf && cp "$TMP_DIR/tip.pdf" "$TMP_DIR/one.pdf" && sleep 1.1 && file pdf && cmp "$TMP_DIR/one.pdf" "$TMP_DIR/tip.pdf"; }
check 'a print made again is the same to the byte' same

mkdir "$TMP_DIR/x"
check 'the XLSX is an archive' unzip -q -o "$TMP_DIR/tip.xlsx" -d "$TMP_DIR/x"
formed() { find "$TMP_DIR/x" -type f | while read -r part; do xmlwf "$part"; done >"$TMP_DIR/wf"; cat "$TMP_DIR/wf"; [ ! -s "$TMP_DIR/wf" ]; }
check 'of well-formed XML' formed
check 'with three sheets' test "$(ls "$TMP_DIR/x/xl/worksheets" | wc -l)" = 3
check 'and not one formula' bash -c "! grep -rq '<f>\|<f ' '$TMP_DIR/x/xl'"
check 'its figures are numbers' grep -Eq '<c r="E2" s="[0-9]+"><v>3</v></c>' "$TMP_DIR/x/xl/worksheets/sheet1.xml"

report explain investigations/total --year 2022 --format xlsx -o "$TMP_DIR/why.xlsx"
report explain investigations/total --year 2022 >"$TMP_DIR/why.csv"
check 'a figure is explained by its records' test "$(grep -c ',yes,counted,' "$TMP_DIR/why.csv")" = 3
check 'a name that begins like a formula is marked in CSV' grep -q "\"'=1+1 Prosecution\"" "$TMP_DIR/why.csv"
office() { # FILE: as a spreadsheet program reads it, in $TMP_DIR/office
	HOME=$TMP_DIR/home timeout 120 soffice --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76' \
		--outdir "$TMP_DIR/office" "$1" >/dev/null 2>&1
}
opened() { office "$TMP_DIR/tip.xlsx" && grep -q '^1,.*,2022,3,.*,investigations,total,cases$' "$TMP_DIR/office/tip.csv"; }
harmless() { office "$TMP_DIR/why.xlsx" && grep -q ',=1+1 Prosecution$' "$TMP_DIR/office/why.csv"; }
if command -v soffice >/dev/null; then
	check 'LibreOffice opens it, figures and all' opened
	check 'what begins like a formula stays a text there' harmless
else
	echo "ok $((++test_n)) - LibreOffice opens it # SKIP no soffice"
	echo "ok $((++test_n)) - what begins like a formula stays a text there # SKIP no soffice"
fi

nobody() { ! report freeze tip --year 2022 2>"$TMP_DIR/why" && grep -q 'on whose behalf' "$TMP_DIR/why"; }
check 'an edition is frozen by somebody' nobody
frozen() {
	local hash
	report freeze tip --year 2022 --as jonas >"$TMP_DIR/frozen" || return
	hash=$(b2sum -l 256 "$TMP_DIR/tip.csv" | cut -d ' ' -f 1)
	grep -qx "edition 1 $hash" "$TMP_DIR/frozen" && report editions tip | grep -q "^tip,2022,1,.*,$hash$"
}
check 'and hashed as its CSV is' frozen
later() {
	"$ATRAMA" op "$dir" entry_record --as vida '{"register": "investigation", "number": "T-9", "happened": "2022-09-05",
		"cell": ["led=here", "article=147", "form=labour_forced"]}' || return
	report tip --year 2022 | grep -qx '2022,investigations,total,4,cases' && report tip --year 2022 --edition 1 | cmp - "$TMP_DIR/tip.csv"
}
check 'what is recorded later changes the report and not the edition' later
