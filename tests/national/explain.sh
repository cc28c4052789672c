#!/bin/bash
# "How do you know?", of every counted row and year of the report: the counted and the excluded are exactly all records of that
# kind, each with one reason, and the counted ones make the figure. How many records there are is counted from the lists alone.
. "$ROOT/tests/lib/serve.sh"
. "$ROOT/tests/lib/national.sh"

files=$TMP_DIR/files land=$TMP_DIR/land
"$fakeland" --together 2022 "$published" "$files"
# Of each row: its place, year, indicator and part, what it counts, and how.
jq -r --slurpfile report "$ROOT/profiles/lt/reports/tip.json" -n '
	[inputs[]] as $all | $report[0].rows | to_entries[] | .key as $i | .value as $row |
	($all[] | select(.code == $row.indicator)) as $own | $own.breakdowns[$row.breakdown] as $part | ($own + $part) as $d |
	select($d.family != "parameter" and $d.family != "statute" and $d.fewest_of == null) |
	[$i + 2, 2022 + $row.offset, $row.indicator, $row.breakdown,
		(if $d.family == "entries" then $d.register else {"identified": "decision", "presumed": "presumption",
			"supported": "services"}[$d.family] end),
		(if $d.family == "entries" then $d.measure else "count" end), ($d.divide // 1), ($d.convert // "-")] | @tsv' \
	"$ROOT"/profiles/lt/indicators/*.json >"$TMP_DIR/rows"
rows=$(wc -l <"$TMP_DIR/rows")
echo "1..$((rows + 3))"

country "$land"
check 'every list goes in' bring "$land" "$files"
check "the report has $rows rows that are counted" test "$rows" = 67
report "$land" >"$TMP_DIR/report"
"$ROOT/tools/node" "$ROOT/tests/national/records.mjs" "$files" >"$TMP_DIR/records"

explained() { # PLACE YEAR INDICATOR PART KIND MEASURE DIVIDE CONVERT
	local figure all
	figure=$(sed -n "$1p" "$TMP_DIR/report" | cut -d, -f4)
	all=$(sed -n "s/^$5 //p" "$TMP_DIR/records")
	"$ATRAMA" report "$land" explain "$3/$4" --year "$2" --format csv >"$TMP_DIR/why" || return
	awk -F, -v figure="$figure" -v all="${all:-0}" -v measure="$6" -v divide="$7" -v convert="$8" '
		function wrong(what) { print what; bad = 1 }
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{
			n++
			counted = $at["counted"] == "yes"
			if (seen[$at["record"]]++) wrong("twice: " $at["record"])
			if ($at["reason"] == "" || counted != ($at["reason"] == "counted")) wrong("reason: " $0)
			if (!counted) next
			value = measure == "count" || measure == "distinct" ? 1 : $at["figure"]
			if (measure == "min") sum = k == 0 || value < sum ? value : sum
			else if (measure == "max") sum = value > sum ? value : sum
			else sum += value
			k++
		}
		END {
			if (n != all) wrong(n + 0 " records are told of, " all " there are")
			if (figure == "not_reported" && k > 0) wrong("counted, and not reported")
			if (convert != "-") sum = int(sum * 1000000 / 936000 / 10 + 0.5) * 10
			off = sum / divide - figure
			if (figure != "not_reported" && measure != "values" && (off > 0.004 || off < -0.004))
				wrong("the counted records make " sum / divide ", the figure is " figure)
			if (measure == "values" && (k == 0) != (figure == 0)) wrong(k " records make " figure)
			exit bad
		}' "$TMP_DIR/why" || { head -n 5 "$TMP_DIR/why"; return 1; }
}

while IFS=$'\t' read -r place year indicator part kind measure divide convert; do
	check "$year $indicator/$part" explained "$place" "$year" "$indicator" "$part" "$kind" "$measure" "$divide" "$convert" </dev/null
done <"$TMP_DIR/rows"

# The two 183 and the 16 of one year, person by person: why is somebody in one figure and not in the other?
reconciled() {
	"$ATRAMA" op "$land" figure_reconcile '{"year": 2022, "indicator": ["victims_identified_authorities",
		"potential_victims_identified_ngos", "victims_supported_funded_ngos", "registered_persons"]}' >"$TMP_DIR/why" || return
	for pair in victims_identified_authorities:16 potential_victims_identified_ngos:183 victims_supported_funded_ngos:183; do
		[ "$(jq --arg i "${pair%:*}" '[.rows[] | select(.indicator == $i and .counted)] | length' "$TMP_DIR/why")" = "${pair#*:}" ] ||
			{ echo "$pair"; return 1; }
	done
	local eurostat
	eurostat=$("$ATRAMA" report "$land" eurostat --year 2022 --format csv | sed -n 's/^2022,registered_persons,total,\([0-9]*\),.*/\1/p')
	jq -e --arg n "$eurostat" '[.rows[] | select(.indicator == "registered_persons" and .counted)] | length == ($n | tonumber)' \
		"$TMP_DIR/why" || return
	jq -e '[.rows[] | [.record, .indicator]] | length == (unique | length)' "$TMP_DIR/why" &&
		jq -e 'all(.rows[]; .counted == (.reason == "counted"))' "$TMP_DIR/why"
}
check '16, 183, 183 and the Eurostat total reconcile, each person with one reason for each figure' reconciled
