#!/bin/bash
# An agency's lists go in through the command: known again, corrected, in any order, whole or in part; wrong rows stand in
# a file beside the list, and no name in any file of the registry.
. "$ROOT/tests/lib/serve.sh"
echo 1..22
cd "$TMP_DIR" || exit 1
dir=$TMP_DIR/registry

cat >persons.csv <<'END'
number,signal_date,municipality,given,family,birth,sex,citizenship,document,language,vic_TraffickingStatus,form,decision_date,disability
P-1,2022-02-01,rokiskis,Olena,Kovalenkova,1996-05-04,female,ua,FK 100001,uk,ActualVictimOfTrafficking,labour_forced,2022-02-10,no
P-2,2022-02-02,rokiskis,Daryna,Bondarenkova,2006-07-08,female,ua,FK 100002,uk,ActualVictimOfTrafficking,sex_prostitution,2022-03-10,yes
P-3,2022-02-03,rokiskis,Tomas,Petrauskaitis,1988-01-02,male,lt,FK 100003,lt,NotAVictimOfTrafficking,labour_forced,2022-04-10,unknown
END
cat >services.csv <<'END'
number,person,need,date
S-1,P-1,legal,2022-02-20
S-2,P-1,health,2022-02-21
S-3,P-2,shelter,2022-03-20
END
{ head -n 1 persons.csv; tail -n +2 persons.csv | tac; } >turned.csv
sed 's/Bondarenkova,2006-07-08/Bondarieva,2006-07-08/; s/2022-04-10/2022-04-11/' persons.csv >changed.csv
{ cat persons.csv
	echo 'P-4,2022-02-04,rokiskis,Vida,Stankevic,1990-01-01,female,lt,FK 100004,lt,ActualVictimOfTrafficking,nonsense,2022-03-10,no'
	echo 'P-5,2099-02-04,rokiskis,Rita,Zukauskova,1990-01-01,female,lt,FK 100005,lt,ActualVictimOfTrafficking,labour_forced,2099-03-10,no'
} >bad.csv

import() { # KIND FILE [OPTION...]; its exit code and what it says
	"$ATRAMA" import "$dir" --org police --kind "$1" "${@:2}" 2>&1
}
sums() { # the newest import: added changed same bad state
	"$ATRAMA" op "$dir" import_list --as org:police | jq -r '.rows[0] | "\(.added_n) \(.changed_n) \(.same_n) \(.bad_n) \(.import_state)"'
}
says() { # WORDS: what the newest import came to
	local got
	got=$(sums)
	[ "$got" = "$1" ] || { echo "$got"; return 1; }
}
people() { "$ATRAMA" op "$dir" person_list --as org:police | jq -r '.rows | length'; }
found() { # FOLDER FILE: how often a word of the second occurs in the files of the first, as UTF-8, UTF-16 or hexadecimal
	local hits=0 name hex wide
	while IFS= read -r name; do
		hex=$(printf %s "$name" | od -An -v -tx1 | tr -d ' \n')
		wide=$(printf %s "$name" | iconv -f UTF-8 -t UTF-16LE | od -An -v -tx1 | tr -d ' \n' | sed 's/../\\x&/g')
		hits=$((hits + $(grep -rlaF -e "$name" -e "$hex" "$1" | wc -l) + $(LC_ALL=C grep -rlaP -e "$wide" "$1" | wc -l)))
	done <"$2"
	echo "$hits"
}

check 'a registry is made' registry "$dir"
check 'a list goes in' import persons persons.csv
check 'and is counted' says '3 0 0 0 done'
check 'its people are there' test "$(people)" -eq 3
check 'the same list again adds nothing' import persons persons.csv
check 'and says so' says '0 0 3 0 done'
check 'nor in another order' import persons turned.csv
check 'nothing is changed by it' says '0 0 3 0 done'
check 'a corrected list corrects' import persons changed.csv
check 'two rows of three' says '0 2 1 0 done'
check 'help goes in' import services services.csv
check 'all of it' says '3 0 0 0 done'
import persons bad.csv >bad.out
check 'with wrong rows the good ones go in' test "$(sums | cut -d' ' -f5)" = done
check 'and the wrong ones stand in a file beside it' grep -q nonsense bad.csv.errors.csv
before=$(people)
sed 's/P-/W-/; s/FK 1/FK 2/' bad.csv >whole.csv
import persons whole.csv --all-or-nothing >whole.out
check 'all or nothing: nothing goes in when one row is wrong' test "$(people)" -eq "$before"
"$ATRAMA" op "$dir" org_create '{"org": "other", "org_name": "Other", "org_kind": "ngo", "region": "panevezys"}' >/dev/null
"$ATRAMA" import "$dir" --org other --kind services services.csv >/dev/null 2>&1
check 'another organisation has numbers of its own' test "$("$ATRAMA" op "$dir" person_list --as org:other | jq '.rows | length')" -eq 0
"$ATRAMA" import "$dir" --org nobody --kind services services.csv >nobody.out 2>&1
check 'an organisation that is not there brings nothing' grep -q 'no organisation with that code' nobody.out
check 'the log is sound' "$ATRAMA" audit verify "$dir"
check 'rebuilding changes no projection' "$ATRAMA" rebuild "$dir"

printf '%s\n' Olena Kovalenkova Daryna Bondarenkova Bondarieva Petrauskaitis 'FK 100001' FK100001 FK100003 Zukauskova 1996-05-04 >names
hits=$(found "$dir" names)
check "no name of a list stands in any file of the registry: $hits" test -s "$dir/store.db" -a "$hits" -eq 0
"$ATRAMA" keeper "$dir" 2 2>/dev/null &
keeper=$!
sleep 1
import persons changed.csv >/dev/null
kill -ABRT $keeper; wait $keeper 2>/dev/null
hits=$(found "$dir" names)
check "nor after a crash, in store or write-ahead log: $hits" test -s "$dir/store.db-wal" -a "$hits" -eq 0
cp persons.csv "$dir/run/"
check 'where a list lies in clear the same search finds it' test "$(found "$dir" names)" -ge 5
