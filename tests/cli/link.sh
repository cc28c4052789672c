#!/bin/bash
# Who in one list or in several is the same person: what is promised comes out, whatever is put in ends well.
set -u
checks=44
echo "1..$checks"
n=0
check() { # SENTENCE COMMAND...
	n=$((n + 1))
	local label=$1
	shift
	if "$@" >"$TMP_DIR/said" 2>&1; then
		echo "ok $n - $label"
	else
		echo "not ok $n - $label"
		sed 's/^/# /' "$TMP_DIR/said" | head -n 20
	fi
}
cd "$TMP_DIR" || exit 1
link() { timeout 60 "$ATRAMA" link "$@"; }

# Invented people: 400 of them, one to three times, with slips, swapped days, other scripts of one name and gaps.
awk 'BEGIN {
	srand(7)
	split("ba ko ri ve na to mi lu sa de gra pe vo zi la me", s, " ")
	split("Olena Oksana Tetiana Jonas Mantas Ona Piotr Anna Linh Sergej", g, " ")
	split("Олена Оксана Тетяна Jonas Mantas Ona Piotr Anna Linh Сергей", c, " ")
	split("Vilnius Kaunas Kyiv Lviv Warszawa Hanoi", t, " ")
	print "record,vardas,pavardė,gimimo data,miestas,telefonas,person"
	for (p = 1; p <= 400; p++) {
		k = 1 + int(rand() * 10); last = s[1 + int(rand() * 16)] s[1 + int(rand() * 16)] s[1 + int(rand() * 16)] "enko"
		y = 1950 + int(rand() * 60); m = 1 + int(rand() * 12); d = 1 + int(rand() * 28); city = t[1 + int(rand() * 6)]; tel = 60000000 + int(rand() * 9999999)
		for (i = 1 + int(rand() * 3); i > 0; i--) {
			l = last
			if (rand() < 0.2) l = substr(l, 1, 2) substr(l, 4, 1) substr(l, 3, 1) substr(l, 5)
			printf "%d,%s,%s,%02d.%02d.%d,%s,%s,%d\n", ++r, rand() < 0.2 ? c[k] : g[k], l, rand() < 0.05 && d < 13 ? m : d, m, y, rand() < 0.1 ? "" : city, rand() < 0.2 ? "" : tel, p
		}
	}
}' >people.csv
records=$(($(wc -l <people.csv) - 1))

good() { link people.csv --truth person --out clusters.csv --pairs pairs.csv --report report.html --write-model model.json --json >out.json; }
check 'a list of unknown columns is linked' good
check 'the JSON is as promised' jq -e --argjson n "$records" '.records == $n and .pairs > 0 and ([.seconds | .load, .train, .score, .cluster, .total]
	| all(. >= 0)) and .peak_mib > 0 and (.blocking_recall | . > 0.9 and . <= 1) and ([.pair | .threshold, .precision, .recall, .f1] | all(type ==
	"number")) and ([.cluster | .precision, .recall, .f1, .largest] | all(type == "number"))' out.json
check 'most people are found' jq -e '.pair.f1 > 0.93 and .cluster.f1 > 0.95' out.json
check 'every record stands in one cluster, by its id' bash -c "head -n 1 clusters.csv | grep -qx 'id,cluster' && [ \"\$(tail -n +2 clusters.csv | cut -d, -f1 |
	sort -un | wc -l)\" = $records ]"
independent() { # F1 counted by other means; half of the people set the threshold, so the two agree only roughly
	awk -F, 'FNR == NR { if (FNR > 1) cluster[$1] = $2; next } FNR > 1 { b[cluster[$1] " " $7]++; c[cluster[$1]]++; t[$7]++ }
		function pairs(a, k, x) { for (k in a) x += a[k] * (a[k] - 1) / 2; return x }
		END { x = pairs(b); f = 2 * x / (pairs(c) + pairs(t)); print f; exit !(f > 0.94) }' clusters.csv people.csv
}
check 'an independent count agrees' independent
check 'its parts add up to the weight of a pair' awk -F, -v "prior=$(jq -r '.lambda' model.json)" 'NR > 1 { w = log(prior / (1 - prior)) / log(2)
	for (i = 6; i <= NF; i++) w += $i; if (w - $3 > 0.02 || $3 - w > 0.02) { print; exit 1 } } END { exit NR < 100 }' pairs.csv
check 'the report stands alone' bash -c "[ -s report.html ] && ! grep -Eq '<script|<link|src=\"http|@import' report.html && grep -q '<svg' report.html"

same() {
	local t
	for t in 1 2 5; do
		link people.csv --threads $t --out c$t.csv --pairs p$t.csv --write-model m$t.json >/dev/null || return
	done
	cmp c1.csv c2.csv && cmp c1.csv c5.csv && cmp p1.csv p2.csv && cmp p1.csv p5.csv && cmp m1.json m2.json && cmp m1.json m5.json
}
check 'threads change no byte' same
again() { link people.csv --model m1.json --out c9.csv --pairs p9.csv >/dev/null && cmp c1.csv c9.csv && cmp p1.csv p9.csv; }
check 'a saved model gives the same answer' again

two() { # the second list has other headings for the same things, and another order
	head -n 400 people.csv >one.csv
	{ echo 'nr,surname,first_name,dob,phone'; tail -n +401 people.csv | awk -F, '{ print $1 "," $3 "," $2 "," $4 "," $6 }'; } >two.csv
	link one.csv two.csv --across --out both.csv --json >two.json && jq -e --argjson n "$records" '.records == $n' two.json &&
		head -n 1 both.csv | grep -qx 'id,cluster,source' && grep -q ',two.csv$' both.csv
}
check 'lists with other headings are linked' two
check 'their columns are taken for one another' jq -e '[.columns[].name] | index("surname") == null and index("dob") == null' two.json
rules() { printf '# by hand\npavardė:stem + gimimo data:year\nvardas|pavardė:either\n' >rules && link people.csv --rules rules --truth person --json >r.json &&
	jq -e '.rules | length == 2' r.json; }
check 'rules come from a file' rules
decided() {
	local left right
	IFS=, read -r left right _ < <(sed -n 2p pairs.csv)
	printf 'left,right,say\n%s,%s,different\n' "$left" "$right" >say.csv
	link people.csv --decisions say.csv --out d.csv >/dev/null &&
		[ "$(awk -F, -v a="$left" '$1 == a { print $2 }' d.csv)" != "$(awk -F, -v a="$right" '$1 == a { print $2 }' d.csv)" ]
}
check 'what a person said is different stays apart' decided

# refuses SENTENCE WORDS COMMAND...: the command fails, says these words and leaves no file.
refuses() {
	local words=$2 label=$1
	shift 2
	says() { rm -f none.csv; ! link "$@" --out none.csv >why 2>&1 && grep -Fq -- "$words" why && [ ! -e none.csv ]; }
	check "$label" says "$@"
}
: >empty.csv
echo 'name,born' >heading.csv
printf 'name,born\nA,1990-01-01\n\xff\xfe,1990-01-01\n' >bytes.csv
printf 'name,name\nA,B\n' >twice.csv
printf 'id,town\n1,x\n2,x\n' >nothing.csv
{ echo 'a,b'; echo 'x,y'; printf '"'; head -c 100000 /dev/zero | tr '\0' 'x'; } >cell.csv
refuses 'an empty file' 'The file is empty' empty.csv
refuses 'a heading alone' 'no record below the heading' heading.csv
refuses 'bytes that are no text' 'bytes.csv, row: This row is not in UTF-8' bytes.csv
refuses 'two columns of one name' 'Two columns have the same heading. (name)' twice.csv
refuses 'columns that tell nobody from anybody' 'No column of this list tells' nothing.csv
refuses 'a cell without end' '32 KiB' cell.csv
printf 'pavarde:stem\n' >bad.rules
refuses 'a rule of an unknown column' 'rules, line 1: No column has this heading. (pavarde)' people.csv --rules bad.rules
printf '{"format": 1}' >bad.json
refuses 'a file that is no model' 'atrama-link-model-1' people.csv --model bad.json
refuses 'a threshold in words' '--threshold' people.csv --threshold high
refuses 'less memory than it needs' '--memory' people.csv --memory 1

written() { printf 'pavardė:stem + vardas:given\n' >names.rules && link people.csv --truth person --rules names.rules --names written --write-model written.json --json \
	>written.out && link people.csv --truth person --rules names.rules --json >folded.out &&
	jq -e -s '.[0].blocking_recall < .[1].blocking_recall' written.out folded.out && jq -e '.names == "written"' written.json &&
	link people.csv --model written.json --json >/dev/null; }
check 'names as they stand find fewer than names read across scripts, and the model says so' written
refuses 'a way to read names that is none' '--names: Names are compared folded' people.csv --names some
truncate -s 20M large.csv
refuses 'much less memory than lists of their size need' 'The least for them, in MiB: (128)' large.csv --memory 64
rm large.csv
# Ids as long as these stand in a file under 128 MiB; people are found by the rest.
awk 'BEGIN { srand(9); print "record,first_name,surname,dob"; for (i = 0; i < 24000; i++) printf "%0900d,n%d,s%d,%d-%02d-%02d\n", i, rand() * 90, rand() * 900,
	1950 + rand() * 50, 1 + rand() * 12, 1 + rand() * 28 }' >long.csv
mkdir spill
spilled() { link long.csv --id record --rules long.rules --out whole.csv --json >/dev/null && TMPDIR=$PWD/spill link long.csv --id record --rules long.rules --memory 128 \
	--out parts.csv --json >parts.json && jq -e '.spilled_mib > 20' parts.json && cmp whole.csv parts.csv && [ -z "$(ls -A spill)" ]; }
printf 'surname + dob:year\n' >long.rules
check 'what does not fit into memory stands in a file, and the answer is the same' spilled
nowhere() { ! TMPDIR=$PWD/none link long.csv --id record --rules long.rules --memory 128 --out none.csv >why 2>&1 && grep -q 'takes no file for the rest' why && [ ! -e none.csv ]; }
check 'a folder that takes no file is named' nowhere
full() { ! (trap '' XFSZ; ulimit -f 4096; TMPDIR=$PWD/spill link long.csv --id record --rules long.rules --memory 128 --out none.csv) >why 2>&1 &&
	grep -q 'there is no room for the rest' why && [ ! -e none.csv ] && [ -z "$(ls -A spill)" ]; }
check 'a full disk is said, and nothing is left on it' full
rm -f long.csv whole.csv parts.csv

one() { printf 'name\nanna\nbob\nanna\n' >single.csv && link single.csv --json >/dev/null; }
check 'a list of one column ends' one
alike() { awk 'BEGIN { print "id,first_name,surname,dob"; for (i = 0; i < 10000; i++) print i % 5000 ",Jonas,Jonaitis,1990-03-04"
	print "x,Ona,Onaite,1980-02-01" }' >alike.csv && link alike.csv --id id --json >alike.json && jq -e '.largest == 10000 and .duplicate_ids == 10000' alike.json; }
check 'ten thousand rows that are the same are one person' alike
block() { awk 'BEGIN { srand(3); print "first_name,surname,dob,city"; for (i = 0; i < 200000; i++) printf "Jonas,s%d,%d-%02d-%02d,Vilnius\n", rand() * 9000,
	1950 + rand() * 50, 1 + rand() * 12, 1 + rand() * 28 }' >block.csv && printf 'first_name:plain\n' >block.rules &&
	link block.csv --rules block.rules --memory 200 --json >block.json && jq -e '.pairs < 9000000 and .peak_mib < 200 and
	(.rules | length == 1 and all(.pairs < 9000000 and .largest_group == 200000 and .pairs_in_full == 19999900000))' block.json; }
check 'a block of 200,000 records is counted and not paired in full' block
gap() { head -n 3000 block.csv >small.csv && link small.csv --rules block.rules | grep -q '2999 records share one key of this rule'; }
check 'people are told of a rule that parts nobody' gap
crowd() { awk 'BEGIN { print "id,first_name,surname,dob,city,person"; for (i = 0; i < 1500; i++) { p = int(i / 2); srand(p + 7); printf "%d,n%d%s,s%d,%d-%02d-%02d,Vilnius,%d\n", i,
	rand() * 60, i % 2 ? "a" : "", rand() * 400, 1950 + rand() * 50, 1 + rand() * 12, 1 + rand() * 28, p } }' >crowd.csv && printf 'city\ncity + surname\nsurname + dob:year\n' >crowd.rules &&
	link crowd.csv --id id --truth person --rules crowd.rules --threshold 30 --json >crowd.json && jq -e '.blocking_recall > 0.99 and .blocking_recall <= 1' crowd.json; }
check 'a pair that two rules give, one of them for a crowd, counts once, however low it weighs' crowd
endless() { # a cell of 1 GB that nobody wrote down: reading ends at the first 32 KiB, and who writes it is told so by the pipe
	{ printf 'name,born\nA,"'; head -c 1000000000 /dev/zero | tr '\0' 'x'; } 2>/dev/null | link /dev/stdin --memory 100 --out none.csv >why 2>&1
	local left=("${PIPESTATUS[@]}")
	[ "${left[0]}" = 141 ] && [ "${left[1]}" != 0 ] && grep -q '32 KiB' why && [ ! -e none.csv ]
}
check 'a cell of 1 GB ends at once' endless
printf 'name,born\n,\n,\n,\n' >gaps.csv
refuses 'a list of gaps' 'no record below the heading' gaps.csv
printf 'name,born,town\n,,x\n,,y\n,,z\n' >town.csv
missing() { link town.csv --json | jq -e '.clusters == 3 and .pairs == 0'; }
check 'a list whose names are all missing joins nobody' missing

# Places, lists of values and amounts: 300 people twice, each with slips.
awk 'BEGIN {
	srand(5)
	print "nr,name,coordinates,phones,income,person"
	for (p = 1; p <= 300; p++) {
		name = sprintf("%c%c%c%c%c", 97 + rand() * 26, 97 + rand() * 26, 97 + rand() * 26, 97 + rand() * 26, 97 + rand() * 26)
		n = 53 + rand() * 3; e = 21 + rand() * 5; a = 60000000 + int(rand() * 9999999); b = 60000000 + int(rand() * 9999999); m = 500 + rand() * 3000
		printf "%d,%s,\"%.4f, %.4f\",%d; %d,%.2f,%d\n", ++r, name, n, e, a, b, m, p
		slip = rand() < 0.5 ? substr(name, 2) : name
		printf "%d,%s,POINT(%.4f %.4f),%d;%d,\"%.2f\",%d\n", ++r, slip, e + rand() / 500, n, b, 60000000 + int(rand() * 9999999), m * 1.004, p
	}
}' >places.csv
places() { link places.csv --truth person --write-model places.json --json >places.out && jq -e '([.columns[] | {(.name): .kind}] | add | .coordinates ==
	"coordinates" and .phones == "list") and .cluster.f1 > 0.97' places.out; }
check 'places, lists and amounts are compared as such' places
placed() { link places.csv --model places.json --json | jq -e '.clusters == 300 or .clusters > 290'; }
check 'and their model can be read again' placed

# Labels: half of the pairs of people.csv that a person would have looked at.
awk -F, 'BEGIN { print "id_l,id_r,score" } FNR > 1 { for (i in at) if (at[i] == $7 && FNR % 2 == 0) print i "," $1 ",1.0"; if (FNR % 3 == 0 && last != "" && at[last] != $7)
	print last "," $1 ",0"; at[$1] = $7; last = $1 }' people.csv >labels.csv
labelled() { link people.csv --labels labels.csv --json >labelled.json && jq -e '.labels > 100 and .cluster.f1 > 0.95 and .blocking_recall > 0.9 and (.judged_on |
	startswith("half of the labels"))' labelled.json; }
check 'labels teach, and half of them judge' labelled
taught() { link people.csv --labels labels.csv --threshold 0 --write-model taught.json >/dev/null && ! cmp -s taught.json m1.json; }
check 'a model with labels is another' taught
printf 'left,right,score\n1,2,perhaps\n' >bad.labels
refuses 'a label that is none' 'labels, row 2: A label ends with a number from 0 to 1' people.csv --labels bad.labels
printf 'left,right,score\n1,none,1\n' >lost.labels
refuses 'a label of nobody' 'labels, row 2: No record has this id. (none)' people.csv --labels lost.labels
found() { # none of the names of the list on standard error or in messages
	! link people.csv --threshold x 2>&1 | grep -F enko
}
check 'messages name nobody' found
