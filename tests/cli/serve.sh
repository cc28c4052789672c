#!/bin/bash
# A service begins, runs and ends as it should, whatever happens to its parts.
. "$ROOT/tests/lib/serve.sh"
echo 1..42

dir=$TMP_DIR/registry
check 'a registry is made' registry "$dir"
check 'a folder without one is not served' bash -c "'$ATRAMA' serve '$TMP_DIR' 2>&1 | grep -q 'no registry'"

children() { ps -o pid= --ppid "$service" | tr -d ' '; }
child() { # PATTERN: the child whose command line holds it
	local pid
	for pid in $(children); do tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q -- "$1" && echo "$pid"; done
}
all_of() { echo "$service"; local pid; for pid in $(children); do echo "$pid"; ps -o pid= --ppid "$pid"; done | tr -d ' '; }
gone() { # PID...: within five seconds
	local pid
	for pid; do
		for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.05; done
		! kill -0 "$pid" 2>/dev/null || { ps -fp "$pid"; return 1; }
	done
}
ends() { # SIGNAL CODE: the service ends so, and nothing of it stays
	local pids code
	pids=$(all_of)
	stop "$1"
	code=$?
	[ "$code" = "$2" ] || { echo "code $code"; return 1; }
	# shellcheck disable=SC2086
	gone $pids
}

check 'it starts' serve "$dir" || exit
check 'and tells where it is' grep -qx "Atrama is at $base" "$TMP_DIR/serve.out"
check 'it answers' gives 200 "$base/"
check 'each part has a process group of its own' [ "$(for p in $service $(children); do ps -o pgid= -p "$p"; done | sort -u | wc -l)" = 4 ]
check 'its folder is for its owner only' [ -z "$(find "$dir" -perm /077)" ]
check 'no part of it may leave its memory in a file' bash -c "! grep -h '^Max core file size' $(for p in $(all_of); do echo "/proc/$p/limits"; done | tr '\n' ' ') |
	grep -qv ' [01]  *[01] '"
# nginx follows a link, so these lead it to where only Landlock stops it.
nginx_all() { child nginx; ps -o pid= --ppid "$(child nginx)" | tr -d ' '; }
ln -s ../nginx.conf "$dir/run/static/near.txt"
ln -s ../../keys/root "$dir/run/static/root.txt"
ln -s ../../keys/door "$dir/run/static/door.txt"
ln -s ../../store.db "$dir/run/static/store.txt"
led() { local name; for name in root door store; do gives 403 "$base/static/$name.txt" || { echo "$name"; return 1; }; done; }
check 'nginx gains no privileges' [ "$(for p in $(nginx_all); do grep '^NoNewPrivs' "/proc/$p/status"; done | sort | uniq -c | tr -s ' \t' ' ')" = ' 2 NoNewPrivs: 1' ]
check 'led elsewhere in its own folder it goes' gives 200 "$base/static/near.txt"
# abuse 37
check 'led to keys and store it cannot read them' led
check 'and says so on standard error' grep -q 'door.txt.*Permission denied' "$TMP_DIR/serve.err"
rm "$dir/run/static/near.txt" "$dir/run/static/root.txt" "$dir/run/static/door.txt" "$dir/run/static/store.txt"
check 'a second service on the same registry is refused' bash -c "! '$ATRAMA' serve '$dir' --listen 127.0.0.1:$(free_port) 2>'$TMP_DIR/second'"
check 'and the first goes on' gives 200 "$base/"
check 'Ctrl-C ends it, and all of it' ends INT 0
check 'so does SIGTERM' bash -c true
serve "$dir"
check 'and leaves nothing behind' ends TERM 0

serve "$dir"
worker=$(ps -o pid= --ppid "$(child ' web ')" | head -n 1 | tr -d ' ')
kill -KILL "$worker"
check 'a killed worker is replaced' bash -c "
	for _ in \$(seq 100); do [ \$(ps -o pid= --ppid $(child ' web ') | wc -l) = 4 ] && ! kill -0 $worker 2>/dev/null && exit; sleep 0.05; done; false"
check 'and nobody notices' gives 200 "$base/"
for _ in 1 2 3; do ps -o pid= --ppid "$(child ' web ')" | xargs kill -KILL; sleep 0.3; done
check 'all of them, three times over' bash -c "for _ in \$(seq 50); do curl -sf -o /dev/null '$base/' && exit; sleep 0.1; done; false"
check 'it still ends well' ends TERM 0

loses() { # PATTERN NAME: the part is killed; the service says so and ends, with an error
	local pids code
	serve "$dir" || return
	pids=$(all_of)
	kill -KILL "$(child "$1")"
	wait "$service"
	code=$?
	[ "$code" != 0 ] && grep -q "the $2 was killed by signal 9" "$TMP_DIR/serve.err" || { cat "$TMP_DIR/serve.err"; return 1; }
	# shellcheck disable=SC2086
	gone $pids
}
check 'a killed keeper ends the service with a message' loses ' keeper ' keeper
check 'a killed nginx, too' loses nginx nginx
check 'killed parents of workers, too' loses ' web ' web
check 'after which it starts again' serve "$dir"
pids=$(all_of)
kill -KILL "$service"
wait "$service" 2>/dev/null
# shellcheck disable=SC2086
check 'killed itself, it leaves nothing running' gone $pids

port=$(free_port)
cp "$dir/run/nginx.conf" "$dir/run/stale.conf"
sed -i "s/listen .*;/listen 127.0.0.1:$port;/; s|nginx.pid|$dir/run/nginx.pid|" "$dir/run/stale.conf"
(cd "$dir/run" && exec env PATH="$PATH:/usr/sbin" nginx -p "$dir/run/" -e /dev/null -c stale.conf) 2>/dev/null &
stale=$!
sleep 1
check 'an nginx left behind is running' kill -0 "$stale"
check 'a new service starts all the same' serve "$dir"
check 'having ended the old one' gone "$stale"
check 'and says so' grep -q 'left behind was ended' "$TMP_DIR/serve.err"
taken=${base##*:}
registry "$TMP_DIR/two"
check 'a taken port is refused' bash -c "! '$ATRAMA' serve '$TMP_DIR/two' --listen 127.0.0.1:$taken 2>'$TMP_DIR/taken'"
check 'with its name and who has it' grep -q "127.0.0.1:$taken: nginx, process [0-9]" "$TMP_DIR/taken"
check 'without a certificate only this machine is served' bash -c "! '$ATRAMA' serve '$TMP_DIR/two' --listen 0.0.0.0:$(free_port) 2>'$TMP_DIR/open' && grep -q -- --cert '$TMP_DIR/open'"
refuses() { local bad; for bad in 127.0.0.1 :80 127.0.0.1:0 127.0.0.1:70000 1.2.3:80 '[::1:80' name:80; do
	"$ATRAMA" serve "$TMP_DIR/two" --listen "$bad" 2>/dev/null; [ $? = 2 ] || { echo "$bad"; return 1; }; done; }
check 'an address that is none is refused' refuses
stop_all

if [ "$(id -u)" = 0 ] && id nobody >/dev/null 2>&1; then
	chmod 755 "$TMP_DIR"
	chown -R nobody "$TMP_DIR/two"
	check 'started by root it serves' serve "$TMP_DIR/two"
	check 'as the owner of the registry, in every part' [ "$(for p in $(all_of); do ps -o user= -p "$p"; done | sort -u)" = nobody ]
	check 'and never as root again' bash -c "! grep -h '^[UG]id:' $(for p in $(all_of); do echo "/proc/$p/status"; done | tr '\n' ' ') | grep -qw 0"
	stop_all
else
	for name in 'root' 'owner' 'never'; do test_n=$((test_n + 1)); echo "ok $test_n - $name # SKIP not root"; done
fi

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
	-keyout "$TMP_DIR/key.pem" -out "$TMP_DIR/cert.pem" 2>/dev/null
if [ -s "$TMP_DIR/cert.pem" ]; then
	check 'with a certificate it speaks TLS' serve "$dir" --cert "$TMP_DIR/cert.pem" --key "$TMP_DIR/key.pem"
	base=https${base#http}
	head_says() { # PATTERN CURL ARGUMENT...
		echo "status $(status -k "${@:2}")"
		grep -i "$1" "$TMP_DIR/head" || { cat "$TMP_DIR/head" "$TMP_DIR/serve.err"; return 1; }
	}
	check 'and says so for two years' head_says '^strict-transport-security: max-age=63072000' "$base/"
	check 'and serves its files' gives 200 -k "$base/static/atrama.css"
	check 'and its cookie is for TLS only' head_says \
		'^set-cookie: __Host-sid=[0-9a-f]*; Path=/; HttpOnly; SameSite=Strict; Secure' \
		"$base/sign-in" -d login=rasa -d "password=$(password rasa)"
	check 'it ends well' ends TERM 0
else
	for name in 'TLS' 'HSTS' 'files' 'cookie' 'end'; do test_n=$((test_n + 1)); echo "ok $test_n - $name # SKIP no openssl"; done
fi
