#!/bin/bash
# People no agency recorded: a table in, a verdict out; every bad table is told what is wrong with it, and no number leaves bare.
set -u
checks=41
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
file=$TMP_DIR/table.csv
table() { printf '%b' "$1" >"$file"; }
estimate() { "$ATRAMA" estimate "$file" --boot 100 --seed 1 "$@"; }

# refuses SENTENCE TABLE WORDS: the command fails and says these words.
refuses() {
	table "$2"
	says() { ! estimate >"$TMP_DIR/out" 2>"$TMP_DIR/why" && cat "$TMP_DIR/why" && grep -Fq -- "$1" "$TMP_DIR/why" && [ ! -s "$TMP_DIR/out" ]; }
	check "$1" says "$3"
}
refuses 'a negative count' 'a,b,c,count\n1,0,0,-3\n' 'row 2, column count: A count is a whole number from 0 up. (-3)'
refuses 'half a person' 'a,b,c,count\n1,0,0,4\n0,1,0,2.5\n' 'row 3, column count: A count is a whole number from 0 up. (2.5)'
refuses 'a count in words' 'a,b,c,count\n1,0,0,many\n' '(many)'
refuses 'a count missing' 'a,b,c,count\n1,0,0\n' 'row 2, column count'
refuses 'a row on no list' 'a,b,c,count\n0,0,0,7\n' 'row 2: This row is on no list.'
refuses 'a two for a one' 'a,b,c,count\n1,2,0,7\n' 'row 2, column b: A list'
refuses 'one list' 'a,count\n1,7\n' 'One list says nothing'
refuses 'nobody' 'a,b,c,count\n1,0,0,0\n' 'There is nobody in this table.'
refuses 'two columns of one name' 'a,a,c,count\n1,0,0,4\n' 'Two columns have the same heading. (a)'
refuses 'twenty lists' "$(seq -s, 1 20),count\\n$(seq -s, 1 20 | sed 's/[0-9]*/1/g'),4\\n" '8 lists at most'
refuses 'more people than a sum can hold' 'a,b,c,count\n1,0,0,9000000000000000000\n' 'More than 10^12 people'
refuses 'a number beyond any' 'a,b,c,count\n1,0,0,99999999999999999999999\n' 'A count is a whole number'
refuses 'a row too long' 'a,b,c,count\n1,0,0,4,5\n' 'row 2: This row has more cells'

good='a,b,c,count\n1,0,0,400\n0,1,0,300\n0,0,1,350\n1,1,0,60\n1,0,1,70\n0,1,1,50\n1,1,1,12\n'
json() { estimate --json "$@" >"$TMP_DIR/json"; }
is() { json "${@:2}" && jq -e "$1" "$TMP_DIR/json"; }
table "$good"
check 'a sound table has a number with its interval' is '.verdict.kind == "number" and .verdict.from < .verdict.number and .verdict.number < .verdict.to'
check 'the JSON is as promised' is '(.observed == 1242) and ([.results[].method] == ["independent", "stepwise", "bic", "aic", "chao", "graphs", "averaging", "lcm"]) and ([.results[] | has("method") and has("estimate")
	and (.ci80 | length == 2) and (.ci95 | length == 2) and has("model") and has("diagnostics") and has("warnings")] | all)
	and (.seconds >= 0) and (.token | length == 64)'
check 'people at a terminal read the verdict first' bash -c "'$ATRAMA' estimate '$file' --boot 100 | head -n 1 | grep -q '^About .* people in all, between '"
same() {
	local threads
	for threads in 1 2 3; do
		json --threads $threads && jq -S 'del(.seconds, .rerun)' "$TMP_DIR/json" >"$TMP_DIR/$threads" || return
	done
	cmp "$TMP_DIR/1" "$TMP_DIR/2" && cmp "$TMP_DIR/1" "$TMP_DIR/3"
}
check 'threads change no bit' same
token() { json && estimate --token "$(jq -r .token "$TMP_DIR/json")" && ! estimate --token "$(jq -r .token "$TMP_DIR/json")" --order 3; }
check 'its token holds, and not for another question' token
check 'another seed is another token' bash -c "[ \"\$('$ATRAMA' estimate '$file' --boot 100 --json | jq -r .token)\" != \"\$('$ATRAMA' estimate '$file' --boot 100 --seed 2 --json | jq -r .token)\" ]"
check 'a model can be given' is '.results[0].method == "fixed" and .results[0].model == "[12,3]"' --method fixed --model '[12,3]'
check 'a model of all lists together is refused' bash -c "! '$ATRAMA' estimate '$file' --method fixed --model '[123]'"
check 'averages over models come with a model beside them, their prior and their chains' is '([.results[].method] == ["bic", "graphs", "lcm"])
	and (.results[1] | .ci95[0] < .estimate and .estimate < .ci95[1] and .diagnostics.graphs == 8 and .diagnostics.other_prior.median > 0)
	and (.results[2].diagnostics | (.chains | length == 4) and has("mixed") and has("pressed"))' --method graphs,lcm
check 'so does the average over log-linear models, with every model of the catalogue in its weights' is '(.results[1] | .method == "averaging" and .ci95[0] < .estimate
	and .estimate < .ci95[1] and (.diagnostics | .models == 8 and .without_fit == 0 and .covered > 0.99 and .laplace_gap < 0.05
	and ([.heaviest[].weight] | add) < 1.0001 and .other_prior.median > 0))' --method averaging
printf 'a,b,c,b_referred,count\n1,0,0,0,400\n0,1,0,0,300\n0,0,1,0,350\n1,1,0,1,50\n1,1,0,0,10\n1,0,1,0,70\n0,1,1,0,50\n1,1,1,0,12\n' >"$file"
check 'overlaps that referrals made are told apart: with and without them' is '.referral.places_made == 50 and .verdict.kind == "range"
	and .referral.without > 1.25 * .referral.with and ([.verdict.warnings[].code] | index("referral"))' --method bic
refuses 'somebody every list was sent' 'a,b,c,a_referred,count\n1,0,0,1,4\n' 'row 2: Every list was sent this person.'
refuses 'somebody sent to a list that does not have her' 'a,b,c,a_referred,count\n0,1,0,1,4\n' 'row 2: A list is said to have been sent a person it does not have.'
table "$good"
check 'missed links put back lower the estimate' is '.linkage.estimate < .results[0].estimate' --method stepwise --missed 0.2
printf 'list,list,missed\na,b,0.2\n' >"$TMP_DIR/links.csv"
sed -i '1s/.*/list one,list two,missed/' "$TMP_DIR/links.csv"
check 'and pair by pair from a file' is '.linkage.links95[0] < .results[0].estimate' --method stepwise --links "$TMP_DIR/links.csv"
check 'a share over all is refused' bash -c "! '$ATRAMA' estimate '$file' --missed 1.5"

table 'a,b,count\n1,0,300\n0,1,200\n1,1,50\n'
check 'two lists are refused, and no number is said' is '.verdict.kind == "refusal" and .verdict.number == null and ([.results[].estimate] | all(. == null))'
check 'unless asked for by name, and then with a warning' is '.verdict.kind != "refusal" and ([.verdict.warnings[].code] | index("few_lists"))' --method independent
table 'a,b,c,count\n1,0,0,30\n0,1,0,20\n0,0,1,10\n'
check 'disjoint lists are refused' is '.verdict.kind == "refusal" and ([.results[0].warnings[].code] | index("no_overlap"))'
table 'a,b,c,d,e,count\n1,0,0,1,0,400\n0,1,0,1,0,300\n0,0,1,1,0,350\n1,1,0,1,0,60\n1,0,1,1,0,70\n0,1,1,1,0,50\n'
check 'a list of everybody and an empty one are left out, and said' is '(.dropped | length == 2) and (.lists == ["a", "b", "c"])'
table 'a,b,c,d,count\n1,0,0,1,400\n0,1,0,0,300\n0,0,1,0,350\n1,1,0,1,60\n1,0,1,1,70\n0,1,1,0,50\n'
check 'so is a list that stands there twice' is '(.dropped | length == 1) and (.dropped[0] | contains("d")) and (.lists == ["a", "b", "c"])'
table 'a,b,c,count\n1,0,0,1000000000\n0,1,0,1000000000\n0,0,1,1000000000\n1,1,0,1000000000\n1,0,1,1000000000\n0,1,1,1000000000\n1,1,1,1000000000\n'
check 'counts of 10^9 are counted' is '.observed == 7000000000 and .verdict.kind != null' --method stepwise
table 'police,shelter,hotline,region\n1,0,0,north\nx,yes,,south\n0,1,0,north\n,,1,south\nyes,,yes,north\n1,1,1,south\n'
check 'one row a person is a table too' is '.observed == 6 and .lists == ["police", "shelter", "hotline"]' --strata region --method independent
table "region,$(printf '%b' "$good" | sed '1!s/^/north,/' | tail -n +1 | sed 's/$/\\n/' | tr -d '\n')south,1,0,0,20\\nsouth,0,1,0,30\\n"
check 'a stratum without an estimate makes a lower bound, and it is said' is \
	'.stratified.lower_bound and (.stratified.strata | length == 2) and ([.verdict.warnings[].code] | index("strata"))' --strata region --method stepwise
check 'strata that are not there are refused' bash -c "! '$ATRAMA' estimate '$file' --strata county 2>'$TMP_DIR/why' && grep -q county '$TMP_DIR/why'"

table "$good"
quiet() {
	estimate --report "$TMP_DIR/r.html" && ! grep -Eiq '<script|src=|url\(|@import| on[a-z]+=' "$TMP_DIR/r.html" &&
		grep -q "default-src 'none'" "$TMP_DIR/r.html" && [ "$(grep -c '<svg' "$TMP_DIR/r.html")" -ge 4 ]
}
check 'the report is one file that loads and runs nothing' quiet
check 'it says how to make it again' bash -c "grep -q 'atrama estimate' '$TMP_DIR/r.html' && grep -Eq '<code>[0-9a-f]{64}' '$TMP_DIR/r.html'"
vectors() {
	local each
	for each in three four_sparse refused; do
		"$ATRAMA" estimate "$ROOT/tests/vectors/estimate/$each.csv" --boot 1000 --seed 1 --json | jq 'del(.seconds, .rerun)' |
			cmp - "$ROOT/tests/vectors/estimate/$each.json" || return
	done
}
check 'the tables others may test against still have our answers, bit for bit' vectors
