#!/bin/bash
# Each change moves exactly the figures it should, and no other: one more decided person, a reversal, payments on the last day
# of a year and the second of the next, a late correction, a merge, an un-merge, a return given and withdrawn.
. "$ROOT/tests/lib/serve.sh"
. "$ROOT/tests/lib/national.sh"
echo 1..21

land=$TMP_DIR/land files=$TMP_DIR/files
"$fakeland" --together 2022 "$published" "$files"
country "$land"
check 'every list goes in' bring "$land" "$files"
report "$land" >"$TMP_DIR/before"
check 'the report is the published one' cmp "$TMP_DIR/before" "$published"

rows() { # ORG KIND, the list on standard input
	cat >"$TMP_DIR/rows.csv"
	"$ATRAMA" import "$land" --org "$1" --kind "$2" --all-or-nothing "$TMP_DIR/rows.csv" >"$TMP_DIR/import.out" 2>&1 ||
		{ cat "$TMP_DIR/import.out"; return 1; }
}

# The rows that are not as they were, as they are now; standard input says which they should be.
moves() {
	report "$land" >"$TMP_DIR/now" || return
	LC_ALL=C sort >"$TMP_DIR/expected"
	diff "$TMP_DIR/before" "$TMP_DIR/now" | sed -n 's/^> //p' | cut -d, -f1-4 | LC_ALL=C sort >"$TMP_DIR/moved"
	mv "$TMP_DIR/now" "$TMP_DIR/before"
	diff "$TMP_DIR/expected" "$TMP_DIR/moved"
}

said() { # ORG ITEM YEAR STATE
	printf 'item,year,return_state\n%s,%s,%s\n' "$2" "$3" "$4" | rows "$1" returns
}

person='number,prs_FirstName,prs_SecondName,prs_Birthdate,prs_Gender,prs_IdentityNumber,municipality,signal_date,decision_date'
person="$person,vic_TraffickingStatus,vic_TypeOfExploitation,disability,cooperates"

one_more() {
	rows police-bureau persons <<-END
		$person
		NEW-1,Ieva,Žvirbliukaitė,1990-05-01,Feminine,LT-0000001,utena,2022-05-02,2022-05-10,ActualVictimOfTrafficking,SexualExploitation,no,yes
	END
	moves <<-END
		2022,victims_identified_authorities,total,17
		2022,victims_identified_authorities,sex_trafficking,9
		2022,victims_identified_authorities,cooperated_with_law_enforcement,17
	END
}
check 'one more decided person' one_more

known_already() { # the same papers in the list of a county, decided a day earlier, for another form: one person, by the first
	rows police-vilnius persons <<-END
		$person
		NEW-2,Ieva,Žvirbliukaitė,1990-05-01,Feminine,LT-0000001,utena,2022-05-02,2022-05-09,ActualVictimOfTrafficking,ForcedLabour,,
	END
	moves <<-END
		2022,victims_identified_authorities,sex_trafficking,8
		2022,victims_identified_authorities,labor_trafficking,6
	END
}
check 'the same person decided a day earlier elsewhere counts once, as the first decision says' known_already

reversed() {
	rows police-vilnius persons <<-END
		$person
		NEW-2,Ieva,Žvirbliukaitė,1990-05-01,Feminine,LT-0000001,utena,2022-05-02,2022-05-09,NotAVictimOfTrafficking,,,
	END
	rows police-bureau persons <<-END
		$person
		NEW-1,Ieva,Žvirbliukaitė,1990-05-01,Feminine,LT-0000001,utena,2022-05-02,2022-05-10,NotAVictimOfTrafficking,,no,yes
	END
	moves <<-END
		2022,victims_identified_authorities,total,16
		2022,victims_identified_authorities,labor_trafficking,5
		2022,victims_identified_authorities,cooperated_with_law_enforcement,16
	END
}
check 'both turn their decisions round' reversed

second_of_january() {
	rows courts payment <<-END
		number,happened,step,damage,amount
		NEW-1,2023-01-02,paid,non_material,4000
	END
	moves </dev/null
}
check 'a payment of the second of January moves nothing' second_of_january

last_of_december() {
	rows courts payment <<-END
		number,happened,step,damage,amount
		NEW-1,2022-12-31,paid,non_material,4000
	END
	moves <<-END
		2022,restitution_paid,non_material_damages,60000
		2022,restitution_paid,non_material_damages,64100
	END
}
check 'corrected to the last of December, it counts' last_of_december

# The longest term of the year; its row again, with a term like others.
late_correction() {
	local heading row
	heading=$(head -n 1 "$files"/*-courts-verdict.csv | tail -n 1)
	row=$(grep -h '^TM-2022.*;convicted;.*147.*;first;.*;120;' "$files"/*-courts-verdict*.csv | head -n 1)
	printf '%s\n%s\n' "$heading" "${row/;120;/;60;}" | rows courts verdict || return
	report "$land" >"$TMP_DIR/now" || return
	diff "$TMP_DIR/before" "$TMP_DIR/now" | grep '^>' >"$TMP_DIR/moved"
	[ "$(wc -l <"$TMP_DIR/moved")" = 1 ] && grep -q 'sentences,prison_term_max,[2-9]' "$TMP_DIR/moved" || return
	printf '%s\n%s\n' "$heading" "$row" | rows courts verdict && report "$land" >"$TMP_DIR/now" || return
	diff "$TMP_DIR/before" "$TMP_DIR/now"
}
check 'a late correction of the longest term moves that row alone, and back' late_correction

two_records() {
	rows silto-vejo persons <<-END
		$person
		NEW-1,Ona,Rudenytė,1991-01-01,Feminine,LT-0000002,utena,2022-03-02,2022-03-02,PossibleVictimOfTrafficking,SexualExploitation,,
		NEW-2,O.,Rudenytė,,Feminine,,utena,2022-04-02,2022-04-02,PossibleVictimOfTrafficking,SexualExploitation,,
	END
	rows silto-vejo services <<-END
		number,person,need,date
		NEW-1,NEW-1,legal,2022-03-03
		NEW-2,NEW-2,legal,2022-04-03
	END
	moves <<-END
		2022,potential_victims_identified_ngos,total,185
		2022,potential_victims_identified_ngos,sex_trafficking,44
		2022,victims_supported_funded_ngos,total,185
	END
}
check 'two more records' two_records

linked() { # LIKE N SEX
	rows silto-vejo links <<-END
		person,other,like,why_same
		NEW-1,NEW-2,$1,looked
	END
	moves <<-END
		2022,potential_victims_identified_ngos,total,$2
		2022,potential_victims_identified_ngos,sex_trafficking,$3
		2022,victims_supported_funded_ngos,total,$2
	END
}
check 'a merge: they are one person' linked same 184 43
check 'an un-merge: they are two' linked different 185 44

for part in investigations prosecutions convictions; do
	officials() {
		said "$([ $part = convictions ] && echo courts || echo prosecution)" "complicit_$part" 2022 "$1"
		echo "2022,complicit_officials,$part,$2" | moves
	}
	check "officials, $part: a return that says none makes a zero" officials zero 0
	check "officials, $part: withdrawn, it is not reported" officials withdrawn not_reported
done

withdrawn() { # ORG ITEM YEAR ROW VALUE
	said "$1" "$2" "$3" withdrawn && echo "$4,not_reported" | moves && said "$1" "$2" "$3" complete && echo "$4,$5" | moves
}
check 'fewest in ten years: one body withdraws its return, and nobody may say so' withdrawn police-vilnius decisions 2022 \
	2022,victims_identified_authorities,fewest_in_years 10
check 'no demand reduction: zero, and not reported' withdrawn interior-ministry demand_reduction 2022 \
	2022,demand_reduction_efforts,commercial_sex 0
check 'no special unit of the police: zero, and not reported' withdrawn police-bureau police_units 2022 \
	2022,specialized_trafficking_units,police 0
check 'no migrants identified at the border: zero, and not reported' withdrawn border border_decisions 2022 \
	2022,victims_identified_sbgs,migrants 0
