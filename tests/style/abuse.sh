#!/bin/sh
# Each of the forty abuse cases has a test that names its number and stands where tests/abuse/table says, or a reason.
cd "$(dirname "$0")/../.." || exit 1
echo 1..3
table() { grep -v '^#' tests/abuse/table; }
say() { # N NAME FAULTS
	[ -z "$3" ] && echo "ok $1 - $2" && return
	echo "not ok $1 - $2"
	printf '%s\n' "$3" | sed 's/^/# /'
}

missing=$(for n in $(seq 40); do table | grep -q "^$n | " || echo "abuse case $n stands nowhere"; done
	table | awk -F' [|] ' 'NF != 3 || $1 !~ /^[0-9]+$/ || $1 < 1 || $1 > 40 { print "not a line of the table: " $0 }')
say 1 'each number from 1 to 40 stands in the table' "$missing"

wrong=$(table | while IFS='|' read -r number file name; do
	number=${number% } file=$(echo "$file" | sed 's/^ *//; s/ *$//') name=$(echo "$name" | sed 's/^ *//; s/ *$//')
	if [ "$file" = 'not here' ]; then
		[ ${#name} -ge 40 ] || echo "$number: that is no reason: $name"
	elif [ ! -f "$file" ]; then
		echo "$number: there is no $file"
	else
		grep -qE "abuse ([0-9]+, )*$number\\b" "$file" || echo "$number: $file does not name abuse $number"
		grep -qF -- "$name" "$file" || echo "$number: $file has no test \"$name\""
	fi
done)
say 2 'each test that is named is there and names the number' "$wrong"

unlisted=$(grep -roE 'abuse [0-9]+(, [0-9]+)*' tests --include='*.sh' --include='*.c' | grep -v '^tests/style/abuse' | while IFS=: read -r file what; do
	for n in $(echo "${what#abuse }" | tr ',' ' '); do
		table | grep -qF "$n | $file |" || echo "$file names abuse $n, and the table does not"
	done
done | sort -u)
say 3 'and no test names a number that the table does not' "$unlisted"
