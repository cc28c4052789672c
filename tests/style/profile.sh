#!/bin/sh
# profile.sh: the country as data says everything in four languages, with the field's own words; and nothing in C knows a country.
# What a definition may hold the program checks itself, and refuses a profile with a fault (src/op/*_check.c).
set -u
cd "$(dirname "$0")/../.." || exit 1
n=0

# check SENTENCE FAULTS
check() {
	n=$((n + 1))
	if [ -z "$2" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		printf '%s\n' "$2" | head -n 20 | cut -c 1-200 | sed 's/^/# /'
	fi
}

# each FILTER FILE...: what the filter finds, with the name of its file before it.
each() {
	filter=$1
	shift
	jq -r "$filter | \"\(input_filename): \(.)\"" "$@" 2>&1
}

for country in profiles/*/; do
	country=${country%/}
	[ -e "$country/profile.json" ] || continue # what every country shares
	name=$(basename "$country")
	all=$(find "$country" -name '*.json' -not -name demo.json | LC_ALL=C sort)
	registers=$(find "$country/registers" -name '*.json' | LC_ALL=C sort)
	indicators=$(find "$country/indicators" -name '*.json' | LC_ALL=C sort)
	reports=$(find "$country/reports" -name '*.json' | LC_ALL=C sort)

	check "$name: every file is JSON" "$(for f in $all "$country/demo.json"; do
		[ ! -e "$f" ] || jq empty "$f" 2>&1 | sed "s|^|$f: |"
	done)"

	check "$name: every text is there in four languages, each in its script" "$(each '
		[.. | objects | select(has("lt") or has("en") or has("uk") or has("ru"))][]
		| select(type == "object" and ([keys_unsorted[] | select(test("^(lt|en|uk|ru)$"))] | length) > 0)
		| select(([.lt, .en, .uk, .ru] | all(type == "string" and test("^\\S(.*\\S)?$"; "s")) | not)
			or ([.uk, .ru] | all(test("[А-Яа-яЄІЇҐєіїґ]")) | not)
			or ((.lt + .en) | test("[А-Яа-яЄІЇҐєіїґ]"))
			or (.uk | test("[ыэъЫЭЪёЁ]")) or (.ru | test("[іїєґІЇЄҐ]")))
		| tojson' $all)"

	check "$name: victim is said of a legal status only" "$(each '
		[.. | objects | .en? | strings | select(test("victim"; "i"))
			| select(test("victim status|identif|presume|decided|are victims|the field|victim_"; "i") | not)][]' $all)"

	check "$name: no register calls two things by one name" "$(each '
		. as $r | [.day, .fields[].say] | map(to_entries[] | .key + " " + (.value | ascii_downcase)) | group_by(.)[]
		| select(length > 1) | .[0]' $registers
	each '[.fields[] | .code, (.aliases // [])[] | ascii_downcase | gsub("[ _-]"; "")] | group_by(.)[] | select(length > 1) | .[0]' \
		$registers
	each '.fields[] | select(.codes) | .code as $c | [.codes[].say | to_entries[] | .key + " " + (.value | ascii_downcase)]
		| group_by(.)[] | select(length > 1) | "\($c): \(.[0])"' $registers)"

	check "$name: no number and no code stands twice" "$({
		for list in indicators registers reports; do
			jq -s -r --arg l "$list" 'map(if type == "array" then .[] else . end) | (group_by(.number), group_by(.code))[]
				| select(length > 1) | "\($l): \(.[0].number) \(.[0].code)"' "$country/$list"/*.json
		done
		for list in obligations statutes; do
			jq -r --arg l "$list" '(group_by(.number), group_by(.code))[] | select(length > 1) | "\($l): \(.[0].code)"' \
				"$country/$list.json"
		done
		jq -r '.code as $r | (.fields | (group_by(.number), group_by(.code))[] | select(length > 1) | "\($r): \(.[0].code)"),
			(.fields[] | select(.codes) | .code as $f | .codes | (group_by(.number), group_by(.code))[]
				| select(length > 1) | "\($r).\($f): \(.[0].code)")' $registers
	} 2>&1)"

	check "$name: every definition says its eleven keys, and every part its name" "$(each '
		.[] | .code as $c
		| (. as $i | ("unit", "concept", "event", "period", "age_rule", "form_rule", "carry_over", "statutes", "system",
			"suppress", "item", "version", "definition", "source") | . as $k | select($i | has($k) | not) | "\($c) lacks \($k)"),
		(.breakdowns | to_entries[] | select(.value.say | not) | "\($c) \(.key) has no name")' $indicators)"

	check "$name: every row of a report is a part of a figure" "$(jq -s -r '
		[.[] | arrays[] | {key: .code, value: (.breakdowns | keys)}] | from_entries' $indicators >"${TMP_DIR:-/tmp}/parts.$$"
	jq -r --slurpfile parts "${TMP_DIR:-/tmp}/parts.$$" '.code as $r | .rows[] | . as $row
		| ($row.breakdown | rtrimstr("-*")) as $part # "in-*": one row for each of a list
		| select(($parts[0][.indicator] // []) | index($part) | not) | "\($r): \(.indicator) \(.breakdown)"' $reports
	rm -f "${TMP_DIR:-/tmp}/parts.$$")"

	check "$name: what changes with the years is no rule as well" "$(jq -r --slurpfile p "$country/profile.json" \
		'keys[] | select(. as $k | $p[0].rules | has($k))' "$country/parameters.json")"

	[ ! -e "$country/demo.json" ] || check "$name: who owes something is there, or is a kind" "$(jq -r \
		--slurpfile demo "$country/demo.json" '[$demo[0].orgs[].org] as $orgs | .[] | .code as $c | .who[]
		| select(startswith("kind:") | not) | select(. as $w | $orgs | index($w) | not) | "\($c): \(.)"' \
		"$country/obligations.json")"

	check "$name: every obligation is some figure's, or its own word" "$(jq -s -r --slurpfile owed "$country/obligations.json" '
		[.[] | arrays[] | .item, (.breakdowns[] | .item)] as $used | $owed[0][] | .code as $c
		| select($used | index($c) | not) | $c' $indicators)"
done

# Words of the profile that no other country has: bodies, municipalities, articles of the law, the currency, the places' names.
ours=$(find src -name '*.[ch]' -o -name '*.def' | grep -v -E '^src/cmd/(demo|story)' | LC_ALL=C sort)
code() { # without comments: they may give examples
	for f in $(grep -l -E "$1" $ours); do
		sed -e 's|/\*.*\*/||g' -e '\|/\*|,\|\*/|s|.*||' -e 's|//.*||' "$f" | grep -n -E "$1" | sed "s|^|$f:|"
	done
}
words=$(jq -r '.[].code' profiles/lt/statutes.json profiles/lt/municipalities.json profiles/lt/regions.json | grep -v '^other$'
	jq -r '.[].who[]' profiles/lt/obligations.json | grep -v '^kind:'
	jq -r '.[].code' profiles/lt/obligations.json profiles/lt/indicators/*.json | grep '_')
kinds=$(sed -n 's/^CODE(L_ORG_KIND, [^"]*"\([a-z]*\)".*/\1/p' src/op/codes.def) # a body may be called what it is
words=$(echo "$words" | grep -v -x -F "$kinds")
check "no body, place, article, figure or item of a country stands in C" "$(code "\"($(echo "$words" | sort -u | paste -s -d '|'))\"")"
check "no country, town or currency is named in C" "$(code '"[^"]*(Lithuania[^n]|Lietuv[aoą]|Vilni|Kaun[aą]|EUR|€|\.lt[/"])[^"]*"')"

echo "1..$n"
