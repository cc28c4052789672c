#!/bin/bash
# No name of the demonstration stands in clear in any file a registry leaves: store, WAL, logs, sockets' folder, core files.
# The control is the same program with sealing off: there the same search finds them.
set -u
plan=7
echo "1..$plan"
n=0
check() { # NAME COMMAND...
	n=$((n + 1))
	if "${@:2}"; then echo "ok $n - $1"; else echo "not ok $n - $1"; fi
}
names=$TMP_DIR/names
# Every name, telephone, address, sign-in name and note of the demonstration; a sign-in name is looked for as a word.
jq -r '.accounts[].staff_name, .places[].in.address,
	(.scenes[].calls[].in | .given?, .family?, .phone?, .safe?, .note? | select(. != null))' \
	"$ROOT/profiles/lt/demo.json" | sort -u >"$names"

# Lines of every file below a folder that hold a name, as UTF-8 or UTF-16.
found() { # FOLDER
	iconv -f UTF-8 -t UTF-16LE "$names" >/dev/null || return 9
	hits=0
	while IFS= read -r name; do
		hits=$((hits + $(grep -rlaF -- "$name" "$1" 2>/dev/null | wc -l)))
		wide=$(printf %s "$name" | iconv -f UTF-8 -t UTF-16LE | od -An -v -tx1 | tr -d ' \n' | sed 's/../\\x&/g')
		hits=$((hits + $(grep -rlaP -- "$wide" "$1" 2>/dev/null | wc -l)))
	done <"$names"
	echo "$hits"
}
port() { python3 - <<'P' 2>/dev/null || echo 18431
import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])
P
}

serve() { # PROGRAM FOLDER: serve, open every name there is over the API, kill all of it without warning
	local p base session person
	p=$(port) base=http://127.0.0.1:$p
	(cd "$2/.." && ulimit -c unlimited && exec "$1" serve "$2" --listen "127.0.0.1:$p" --workers 2) >"$2/../serve.log" 2>&1 &
	service=$!
	for _ in $(seq 100); do curl -sfo /dev/null "$base/" && break; sleep 0.1; done
	session=$(curl -s "$base/api/v1/session_open" -H 'Content-Type: application/json' \
		-d '{"login": "ona", "password": "nobody-is-real"}' | jq -r .session)
	opened=0
	for person in $(curl -s "$base/api/v1/person_list" -H "Authorization: Bearer $session" | jq -r '.rows[].person'); do
		curl -s "$base/api/v1/identity_read?person=$person" -H "Authorization: Bearer $session" | jq -e .family >/dev/null &&
			opened=$((opened + 1))
	done
	curl -s "$base/sign-in" -d 'login=ona&password=wrong-password-here' >/dev/null
	for pid in $(pgrep -g "$service" 2>/dev/null; pgrep -P "$service"); do kill -ABRT "$pid" 2>/dev/null; done
	kill -ABRT "$service" 2>/dev/null
	wait "$service" 2>/dev/null
	pkill -KILL -f "$2" 2>/dev/null
	sleep 0.3
}

mkdir -p "$TMP_DIR/real" "$TMP_DIR/clear"
check 'the demonstration is made' "$ATRAMA" demo "$TMP_DIR/real/demo" >"$TMP_DIR/real/demo.log" 2>&1
serve "$ATRAMA" "$TMP_DIR/real/demo"
check "names were opened meanwhile ($opened)" [ "$opened" -ge 3 ]
hits=$(found "$TMP_DIR/real")
check "no name in any file: $hits hits of $(wc -l <"$names") names" [ "$hits" -eq 0 ]
check 'and none in the core files of a crash: there are none' [ -z "$(find "$TMP_DIR/real" -name 'core*' -size +0)" ]

clear=$(dirname "$ATRAMA")/tests/control/atrama-clear
check 'the control is made with sealing off' "$clear" demo "$TMP_DIR/clear/demo" >"$TMP_DIR/clear/demo.log" 2>&1
hits=$(found "$TMP_DIR/clear/demo")
check "there the same search finds names: $hits hits" [ "$hits" -ge 10 ]
check 'the product has no such switch' bash -c '! nm -C "$1" 2>/dev/null | grep -q ring_set_clear' _ "$ATRAMA"
