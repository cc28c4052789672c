#!/bin/bash
# abuse 28: every name in every file: none of the demonstration stands in clear in what a registry leaves: store, WAL, logs, run, core files. The
# control is the same program with sealing off: there the same search finds them.
. "$ROOT/tests/lib/serve.sh"
echo 1..8

names=$TMP_DIR/names real=$TMP_DIR/real clear=$TMP_DIR/clear
control=$(dirname "$ATRAMA")/tests/control/atrama-clear
# Every name, telephone, address and note of the demonstration; three letters stand in megabytes of sealed text by chance.
jq -r '.accounts[].staff_name, .places[].in.address,
	(.scenes[].calls[].in | .given?, .family?, .phone?, .safe?, .note? | select(. != null)) | select(utf8bytelength > 4)' \
	"$ROOT/profiles/lt/demo.json" | sort -u >"$names"
# And some of the names and papers in the lists it imports.
"$(dirname "$ATRAMA")/tools/fakeland" 2022 "$ROOT"/profiles/lt/demo/figures.csv "$ROOT"/profiles/lt/demo/made-up.csv "$TMP_DIR/lists"
tail -q -n +2 "$TMP_DIR"/lists/*-persons.csv | tr ';' ',' | cut -d, -f3,7 | tr , '\n' | grep -E '.{6}' | sort -u |
	awk 'NR % 40 == 1' >>"$names"
mkdir "$real" "$clear"

# How often a name occurs in the files below a folder, as UTF-8, UTF-16 or hexadecimal.
found() { # FOLDER
	local hits=0 name hex wide
	while IFS= read -r name; do
		hex=$(printf %s "$name" | od -An -v -tx1 | tr -d ' \n')
		wide=$(printf %s "$name" | iconv -f UTF-8 -t UTF-16LE | od -An -v -tx1 | tr -d ' \n' | sed 's/../\\x&/g')
		hits=$((hits + $(grep -rlaF -e "$name" -e "$hex" "$1" | wc -l) + $(LC_ALL=C grep -rlaP -e "$wide" "$1" | wc -l)))
	done <"$names"
	echo "$hits"
}

open_all() { # over the API, as a support worker: how many names and addresses were opened
	local session person n=0
	session=$(curl -s "$base/api/v1/session_open" -H 'Content-Type: application/json' \
		-d '{"login": "ona", "password": "nobody-is-real"}' | jq -r .session)
	for person in $(curl -s "$base/api/v1/person_list" -H "Authorization: Bearer $session" | jq -r '.rows[].person'); do
		curl -s -o /dev/null "$base/api/v1/file_open" -H "Authorization: Bearer $session" -H 'Content-Type: application/json' \
			-H "Idempotency-Key: $(key)" -d "{\"person\": \"$person\", \"use\": \"support\", \"knows\": false}"
		curl -s "$base/api/v1/identity_read?person=$person" -H "Authorization: Bearer $session" | jq -e .family >/dev/null &&
			n=$((n + 1))
	done
	for person in $(curl -s "$base/api/v1/place_list" -H "Authorization: Bearer $session" | jq -r '.rows[] | select(.may_open) | .place'); do
		curl -s "$base/api/v1/place_address?place=$person" -H "Authorization: Bearer $session" | jq -e .address >/dev/null && n=$((n + 1))
	done
	curl -s -o /dev/null "$base/sign-in" -d 'login=Ona+Jurgaitien%C4%97&password=nobody-is-real'
	echo "$n"
}

family() { # PID: it and all that it started
	local child
	for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do family "$child"; done
	echo "$1"
}

check 'the demonstration is made' "$ATRAMA" demo "$real/demo"
cp "$TMP_DIR/check.out" "$real/demo.log"
cd "$real" || exit 1
ulimit -c unlimited
serve "$real/demo"
opened=$(open_all)
check "names and addresses are opened meanwhile: $opened" test "$opened" -ge 3
# Everything ends at once, as in a crash, with whatever it holds.
for pid in $(family "$service"); do kill -ABRT "$pid"; done 2>/dev/null
wait "$service" 2>/dev/null
sleep 0.5
cp "$TMP_DIR/serve.out" "$TMP_DIR/serve.err" "$real"
sed -i '/Sign in with/,$d' "$real/serve.out" # the sign-ins it prints for the visitor
service=
check 'a crash leaves no core file' test -z "$(find "$real" -name 'core*')"
check 'the write-ahead log is among what is searched' test -s "$real/demo/store.db-wal"
hits=$(found "$real")
check "no name stands in any file: $hits of $(wc -l <"$names") names" test "$hits" -eq 0

check 'the control is made, with sealing off' "$control" demo "$clear/demo"
hits=$(found "$clear/demo")
check "there the same search finds names: $hits times" test "$hits" -ge 10
check 'the product has no such switch' bash -c '! nm "$1" 2>/dev/null | grep ring_set_clear' _ "$ATRAMA"
