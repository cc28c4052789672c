#!/bin/bash
# cycles.sh N: N times eight clients write, the keeper (every fourth time: everything) is killed with SIGKILL, and what
# was promised is compared with what is there. TAP: one line a cycle, then the whole, then the control. See README.md.
set -u
cycles=$1
client=${CRASH_CLIENT:-$(dirname "$ATRAMA")/tests/crash/client}
dir=$TMP_DIR/registry journals=$TMP_DIR/journals replays=$TMP_DIR/replays
store=$dir/store.db
. "$(dirname "$0")/../lib/proof.sh"
mkdir -p "$journals" "$replays"
echo "1..$((cycles + 4))"
n=0
check() { # NAME COMMAND...
	n=$((n + 1))
	if "${@:2}" >"$TMP_DIR/out" 2>&1; then echo "ok $n - $1"; else echo "not ok $n - $1"; sed 's/^/# /' "$TMP_DIR/out" | head -n 20; fi
}

service=
family() { echo "$1"; local child; for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do family "$child"; done; }
stop() { [ ! "$service" ] || kill -KILL $(family "$service") 2>/dev/null; }
trap stop EXIT
trap 'exit 1' HUP INT PIPE TERM

serve() { # starts the service, waits for it and signs in
	local p
	for p in $(shuf -i 20000-32000 -n 50); do (: >"/dev/tcp/127.0.0.1/$p") 2>/dev/null || break; done
	port=$p
	"$ATRAMA" serve "$dir" --listen "127.0.0.1:$port" --workers 8 >"$TMP_DIR/serve.log" 2>&1 &
	service=$!
	for _ in $(seq 600); do
		curl -sfo /dev/null "http://127.0.0.1:$port/" && break
		kill -0 $service 2>/dev/null || break
		sleep 0.05
	done
	session=$(signed_in "http://127.0.0.1:$port" writer 'a password for crashing' "$TMP_DIR/proof")
	[ "${#session}" = 64 ]
}

# Ends it without warning: the keeper alone, after which the service must stop by itself, or all of it at once.
kill_it() { # CYCLE
	local keeper pid
	keeper=$(for pid in $(cat /proc/"$service"/task/*/children); do
		tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q ' keeper ' && echo "$pid"
	done)
	[ "$keeper" ] || { echo 'no keeper runs'; return 1; }
	if [ $(($1 % 4)) = 0 ]; then
		kill -KILL $(family "$service")
		wait $service
	else
		kill -KILL "$keeper"
		wait $service && { echo 'the service did not say that the keeper died'; return 1; }
		grep -q keeper "$TMP_DIR/serve.log" || { echo 'the service did not name the keeper'; return 1; }
	fi 2>/dev/null
	service=
}

said() { cat "$@" | awk '$1 == "got" { print }' | grep -o '"signal": *"[0-9a-f]*"' | grep -o '[0-9a-f]\{32\}' | sort; }
# Signs that were promised in JOURNAL... and are not in the store of FOLDER.
missing() { # FOLDER JOURNAL...
	comm -23 <(said "${@:2}") <(sqlite3 "$1/store.db" 'SELECT lower(hex(ref)) FROM signal' | sort)
}
projections() {
	for table in person_now relation victim same_person referral_now place_now; do
		echo "$table"
		sqlite3 "$store" "SELECT * FROM $table" | sort
	done
}

# The store as the crash left it, before anybody but SQLite has touched it.
sound() {
	[ "$(sqlite3 "$store" 'PRAGMA integrity_check; PRAGMA foreign_key_check')" = ok ] || { echo 'the store is damaged'; return 1; }
	"$ATRAMA" audit verify "$dir" || return 1
	local before
	before=$(projections | sha256sum)
	"$ATRAMA" rebuild "$dir" || return 1
	[ "$before" = "$(projections | sha256sum)" ] || { echo 'rebuilt projections differ'; return 1; }
	[ -z "$(missing "$dir" "$journals"/*)" ] || { echo 'promised and not there:'; missing "$dir" "$journals"/* | head; return 1; }
}

# Everything of the last cycle asked again: the same answers, and what was open is done now.
replayed() { # CYCLE
	local journal each all=0 pids=
	for journal in "$journals/$1"-*; do
		"$client" replay "$port" "$session" "$journal" >"$replays/${journal##*/}" &
		pids="$pids $!"
	done
	for each in $pids; do wait "$each" || all=1; done
	return $all
}

# The control is the first crash that left a log worth cutting; a keeper may have just written it back.
control_cycle=
keep_control() { # CYCLE
	[ "$(stat -c %s "$store-wal" 2>/dev/null || echo 0)" -gt $((20 * (4096 + 24))) ] || return 0
	cp -r "$dir" "$TMP_DIR/control" && control_cycle=$1
}

cycle() { # CYCLE
	serve || { cat "$TMP_DIR/serve.log"; echo 'the service does not start'; return 1; }
	[ "$1" = 1 ] || replayed $(($1 - 1)) || return 1
	"$client" record "$port" "$session" "$1" "$journals" &
	local writers=$!
	sleep "$((RANDOM % 2)).$((RANDOM % 8 + 2))"
	kill_it "$1" || return 1
	wait $writers || return 1
	[ "$control_cycle" ] || keep_control "$1"
	sound
}

# After the last replay every key ever sent has its one act, its one answer, its one fact.
exactly_once() {
	serve && replayed "$cycles" || return 1
	kill -TERM $service && wait $service
	service=
	local asked acts signs consents
	asked=$(cat "$journals"/* | grep -c '^ask')
	acts=$(sqlite3 "$store" "SELECT count(*) FROM act WHERE op IN ('signal_record', 'consent_record')")
	signs=$(sqlite3 "$store" 'SELECT count(*) FROM signal') consents=$(sqlite3 "$store" 'SELECT count(*) FROM consent')
	echo "$asked asked, $acts acts, $signs signs, $consents consents"
	[ "$asked" = "$acts" ] && [ "$asked" = $((signs + consents)) ] || return 1
	[ "$(said "$replays"/* | uniq -d | wc -l)" = 0 ] && [ "$(said "$replays"/* | wc -l)" = "$signs" ] &&
		[ -z "$(missing "$dir" "$replays"/*)" ]
}
enough() { # a test that hardly wrote proves nothing
	local got
	got=$(cat "$journals"/* | grep -c '^got')
	echo "$got promises in $cycles cycles"
	[ "$got" -ge $((cycles * 20)) ]
}
control() { # the same comparison, on the copy whose log lost the second half of its frames
	local wal=$TMP_DIR/control/store.db-wal size=$((4096 + 24)) frames lost
	cp -r "$TMP_DIR/control" "$TMP_DIR/measure"
	frames=$(sqlite3 "$TMP_DIR/measure/store.db" 'PRAGMA wal_checkpoint(PASSIVE)' | cut -d '|' -f 2)
	truncate -s $((32 + frames / 2 * size)) "$wal" || return 1
	lost=$(missing "$TMP_DIR/control" "$journals/$control_cycle"-* | wc -l)
	echo "$lost signs missed in a copy without $((frames - frames / 2)) of $frames frames"
	[ "$lost" -gt 0 ]
}

{
	"$ATRAMA" init "$dir" &&
		for org in writers other; do
			"$ATRAMA" op "$dir" org_create "{\"org\": \"$org\", \"org_name\": \"$org\", \"org_kind\": \"ngo\", \"region\": \"panevezys\"}"
		done && "$ATRAMA" op "$dir" user_create '{"login": "writer", "password": "a password for crashing",
			"staff_name": "Writer", "org": "writers", "role": ["support"]}'
} >"$TMP_DIR/setup" 2>&1 || sed 's/^/# /' "$TMP_DIR/setup"

for i in $(seq "$cycles"); do
	check "cycle $i: nothing promised is lost" cycle "$i"
done
check 'every key was carried out exactly once' exactly_once
cat "$TMP_DIR/out" | sed 's/^/# /'
check 'there was enough to lose' enough
cat "$TMP_DIR/out" | sed 's/^/# /'
check 'at the end the store is sound' sound
check 'control: a log without its end is found out' control
cat "$TMP_DIR/out" | sed 's/^/# /'
