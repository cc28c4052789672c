#!/bin/bash
# Any table of figures comes back: fakeland draws one by chance and makes lists for it, the registry takes them in, the report
# is the table. N tables from the seed FROM on; SOAK=1 makes it 200.
. "$ROOT/tests/lib/serve.sh"
. "$ROOT/tests/lib/national.sh"
N=${N:-$([ -n "${SOAK:-}" ] && echo 200 || echo 5)}
FROM=${FROM:-1}
echo 1..$((N + 1))

table=$TMP_DIR/table.csv files=$TMP_DIR/files

comes_back() { # SEED
	rm -rf "$files"
	"$fakeland" --random "$1" >"$table" && "$fakeland" --together "$1" "$table" "$files" || return
	country "$TMP_DIR/land" && bring "$TMP_DIR/land" "$files" || return
	"$ROOT/tools/node" "$ROOT/tests/national/count.mjs" "$files" "$table" >"$TMP_DIR/alone" || return
	countable "$TMP_DIR/alone" "$table" | diff - "$TMP_DIR/alone" && report "$TMP_DIR/land" | diff - "$table"
}

for seed in $(seq "$FROM" $((FROM + N - 1))); do
	check "table $seed comes back" comes_back "$seed"
done

# One change makes a true table untrue; each is refused in one line that names the row and what must hold.
refused() {
	local change word out
	while IFS='|' read -r change word; do
		sed "$change" "$published" >"$table"
		cmp -s "$table" "$published" && { echo "changes nothing: $change"; return 1; }
		out=$("$fakeland" 1 "$table" "$files" 2>&1) && { echo "taken: $change"; return 1; }
		case $out in
		*"$word"*) [ "$(printf '%s\n' "$out" | wc -l)" = 1 ] || { echo "$change: $out"; return 1; } ;;
		*) echo "$change: $out"; return 1 ;;
		esac
	done <<-'END'
		s/sex_trafficking,4,/sex_trafficking,5,/|its three parts add up to 13
		s/labor_trafficking,78,/labor_trafficking,278,/|a part is larger than the total of 183
		s/children,3,/children,17,/|which is 16
		s/2022,convictions,total,16/2022,convictions,total,0/|more people were only fined than the 0 convicted
		s/prison_term_min,1,/prison_term_min,11,/|the shortest term is longer than the longest
		s/fine_only,1,/fine_only,16,/|nobody was sentenced to prison
		s/320510,USD/320520,USD/|300000 EUR at 0.936, to the nearest ten, are 320510 USD
		s/foreign_victims,30/foreign_victims,45/|the profile says 30
		s/fewest_in_years,10/fewest_in_years,1/|2021 was not lower, with 26
		s/fewest_in_years,10/fewest_in_years,11/|from 1, the year itself, to 10
		s/2021,victims_identified_authorities,total,26/2021,victims_identified_authorities,total,3/|2021 was lower, with 3
		/assistance,320510/d;s/assistance,300000/assistance,400001/|it is part of funding_nap, allocated
		s/calls_led_to_investigation,1,/calls_led_to_investigation,71,/|which is 70
		s/crisis_centers,male_victims,5/crisis_centers,male_victims,not_reported/|both are reported or neither
		s/extraditions,total,1/extraditions,total,-1/|a whole number or not_reported
		s/extraditions,total,1,persons/extraditions,total,1,cases/|the unit of this row is persons
		s/extraditions,total/extraditions,sum/|the report has no such row
		s/2021,prosecutions/2022,prosecutions/|stands in line
		s/investigations,not_reported/investigations,13/|it is part of investigations, total, which is 12
	END
}
check 'a table that cannot be true is refused with the row and the rule' refused
