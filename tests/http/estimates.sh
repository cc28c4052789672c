#!/bin/bash
# People no agency recorded: lists of three kinds of body become an estimate, as a browser without scripts uses it.
. "$ROOT/tests/lib/serve.sh"
echo 1..21

dir=$TMP_DIR/registry
account() { # LOGIN ORG ROLE
	password "$1" | "$ATRAMA" user add "$dir" "$1" --name "$1" --org "$2" --role "$3"
}
org() { "$ATRAMA" op "$dir" org_create "{\"org\": \"$1\", \"org_name\": \"$1\", \"org_kind\": \"$2\", \"region\": \"panevezys\"}"; }
# One list: so many people, from the first number on, as a body wrote them down. The same number is the same document, born the same day.
people() { # PREFIX FROM TO
	echo 'number,prs_FirstName,prs_SecondName,prs_Birthdate,prs_Gender,prs_Citizenship,prs_IdentityNumber,vic_TraffickingStatus,vic_TraffickingStatusDecisionMakingOrg,signal_date,decision_date,municipality'
	seq "$2" "$3" | awk -v p="$1" '{ printf "%s-%d,Vardas%c%c%c,Niekas%c%c%c,%d-%02d-%02d,%s,lt,LT-%07d,NotAVictimOfTrafficking,NGO,2024-03-0%d,2024-03-1%d,utena\n",
		p, $1, 97 + $1 % 26, 97 + int($1 / 26) % 26, 97 + int($1 / 7) % 26, 97 + $1 % 26, 97 + int($1 / 26) % 26, 97 + int($1 / 3) % 26,
		1960 + $1 % 45, 1 + $1 % 12, 1 + $1 % 28, $1 % 3 ? "Feminine" : "Masculine", 100000 + $1, 1 + $1 % 9, 1 + $1 % 9 }'
}
made() {
	registry "$dir" && org eye rapporteur && org lead coordination && org watch border && account egle eye rapporteur && account kazys lead coordinator &&
		people P 1 60 >"$TMP_DIR/p.csv" && people N 41 120 >"$TMP_DIR/n.csv" && { people B 50 70; people B 110 150 | sed 1d; } >"$TMP_DIR/b.csv" &&
		"$ATRAMA" import "$dir" --org police --kind persons --all-or-nothing "$TMP_DIR/p.csv" &&
		"$ATRAMA" import "$dir" --org haven --kind persons --all-or-nothing "$TMP_DIR/n.csv" &&
		"$ATRAMA" import "$dir" --org watch --kind persons --all-or-nothing "$TMP_DIR/b.csv"
}
check 'a registry with the lists of three kinds of body is made' made
check 'all is served' serve "$dir" || exit
for who in egle kazys; do sign_in "$who" "$TMP_DIR/$who"; done

seen() { # WHO STATUS PATH [TEXT]
	gives "$2" -b "$TMP_DIR/$1" -H 'Accept-Language: en' "$base$3" || return
	grep -q -F -- "${4:-}" "$TMP_DIR/body" || { echo "does not say: ${4:-}"; return 1; }
}
put() { # WHO STATUS PATH CURL ARGUMENT...
	gives "$2" -b "$TMP_DIR/$1" -H 'Accept-Language: en' "$base$3" -d "csrf=$(csrf "$TMP_DIR/$1")" -d "key=$(key)" "${@:4}"
}
json() { curl -s -b "$TMP_DIR/$1" -H 'Accept: application/json' "$base$2"; }
asked=(-d from_year=2024 -d year=2024 -d whom=met -d strata=none)

check 'a coordinator reads what is released, and asks for nothing' bash -c "
	$(declare -f seen gives status); base=$base TMP_DIR=$TMP_DIR; seen kazys 200 /estimates 'There is no estimate yet.' &&
	! grep -q 'Begin to count' '$TMP_DIR/body'"
check 'nor by a form of her own' put kazys 403 /estimates "${asked[@]}"
check 'the form says what it cannot do without' put egle 422 /estimates -d whom=met -d strata=none
check 'years that are none are asked for again' put egle 422 /estimates -d from_year=2030 -d year=2024 -d whom=met -d strata=none
check 'the rapporteur begins one' put egle 303 /estimates "${asked[@]}"
at=$(grep -i '^location:' "$TMP_DIR/head" | tr -d '\r' | grep -o '/estimates/[0-9a-f]*')
counted() {
	for _ in $(seq 300); do
		[ "$(json egle "$at" | jq -r .it.estimate_state)" = done ] && return
		sleep 0.1
	done
	json egle "$at" | jq -c .it
	return 1
}
check 'it is counted while others work' counted
check 'its lists are people, not records' bash -c "curl -s -b '$TMP_DIR/egle' -H 'Accept: application/json' '$base$at' |
	jq -e '([.lists[].observed] | sort) == [60, 62, 80] and .it.observed == 150 and (.it.finding | IN(\"number\", \"range\"))
		and .it.low >= 150 and ([.overlap.rows[].value] | add) == 150'"
check 'it says what speaks against it, and the answer without referrals' seen egle 200 "$at" 'No list was sent anybody'
check 'its pictures can be taken along' seen egle 200 "$at/chart/methods/csv"
check 'nobody else sees it before it is released' seen kazys 404 "$at"
check 'it is released' put egle 303 "$at" -d do=release
check 'and then whoever reads figures sees it, with its doubts' seen kazys 200 "$at" 'What speaks against it'
check 'but no small number of people' bash -c "curl -s -b '$TMP_DIR/kazys' -H 'Accept: application/json' '$base$at' |
	jq -e '.it.rounded == 5 and .it.observed % 5 == 0 and ([.lists[], .overlap.rows[]] | map(.observed // .value) | all(. % 5 == 0))'"
check 'and is told so' seen kazys 200 "$at" 'rounded down to multiples of 5'
# estimate_stop: one that would take long
check 'another is begun' put egle 303 /estimates "${asked[@]}" -d resamples=20000
at=$(grep -i '^location:' "$TMP_DIR/head" | tr -d '\r' | grep -o '/estimates/[0-9a-f]*')
stopped() { put egle 303 "$at" -d do=stop && [ "$(json egle "$at" | jq -r .it.estimate_state)" = stopped ]; }
check 'and stopped' stopped
# A keeper that is killed while it counts: the next one begins the same estimate anew, and its numbers are those of one that was never cut off.
check 'a third is begun' put egle 303 /estimates "${asked[@]}" -d resamples=2000
at=$(grep -i '^location:' "$TMP_DIR/head" | tr -d '\r' | grep -o '/estimates/[0-9a-f]*')
cut_off() {
	for _ in $(seq 100); do
		[ "$(json egle "$at" | jq -r .it.estimate_state)" = running ] && break
		sleep 0.05
	done
	kill -9 "$(pgrep -P "$service" -f keeper | head -n 1)" && sleep 0.2
	stop
	serve "$dir" && sign_in egle "$TMP_DIR/egle" && [ "$(json egle "$at" | jq -r .it.estimate_state)" = running ] && counted
}
check 'a keeper killed while it counts is followed by one that counts to the end' cut_off
stop
check 'what was kept is what the log vouches for' "$ATRAMA" audit verify "$dir" --deep
