# serve.sh - for tests that need a running service; source it. Names of this file: check, registry, serve, stop.
# Whatever is started here is ended by its process id when the test leaves.
set -u
. "$ROOT/tests/lib/proof.sh"

test_n=0
check() { # NAME COMMAND...; fails when the command does, for what makes no sense without
	test_n=$((test_n + 1))
	if "${@:2}" >"$TMP_DIR/check.out" 2>&1; then
		echo "ok $test_n - $1"
	else
		echo "not ok $test_n - $1"
		printf '%s ' "${@:2}" | head -c 1000 | sed 's/^/# /'
		echo
		tail -n 20 "$TMP_DIR/check.out" | sed 's/^/# /'
		return 1
	fi
}

free_port() {
	local p
	for _ in $(seq 100); do
		p=$((20000 + RANDOM % 12000))
		(exec 3<>"/dev/tcp/127.0.0.1/$p") 2>/dev/null || break
	done
	echo "$p"
}

# A registry with two organisations and three accounts. A password may not hold the sign-in name.
password() { echo seven-quiet-harbours; }

registry_make() { # DIR
	"$ATRAMA" init "$1" >/dev/null 2>>"$TMP_DIR/registry.log" || return
	"$ATRAMA" op "$1" org_create \
		'{"org": "police", "org_name": "Police", "org_kind": "police", "region": "panevezys"}' || return
	"$ATRAMA" op "$1" org_create '{"org": "haven", "org_name": "Haven", "org_kind": "ngo", "region": "panevezys"}' || return
	password rasa | "$ATRAMA" user add "$1" rasa --name 'Rasa' --org police --role officer || return
	password lina | "$ATRAMA" user add "$1" lina --name 'Lina' --org haven --role support || return
	password olga | "$ATRAMA" user add "$1" olga --name 'Olga' --org haven --role officer --role support || return
} >>"$TMP_DIR/registry.log" 2>&1

# The first that a test asks for is a copy of one that all tests of a run share (DEMO, tests/run); a second one has keys of
# its own.
registry() { # DIR
	local made
	if [ -z "${DEMO:-}" ] || [ -n "${registry_had:-}" ]; then
		registry_make "$1"
		return
	fi
	registry_had=1 made=$DEMO/registry-$( (password rasa; password lina; password olga) | cksum | tr -d ' ')
	mkdir -p "$DEMO"
	(
		flock 9
		[ -e "$made" ] || { rm -rf "$made.new" && registry_make "$made.new" && mv "$made.new" "$made"; }
	) 9>"$made.lock" && cp -a "$made" "$1"
}

# Sets `base` and `service`; the service is ready when this returns.
serve() { # DIR [OPTION...]
	local port
	port=$(free_port)
	base=http://127.0.0.1:$port served=$1
	# Set by some shells for what runs in the background: then an interrupt would not reach the service.
	(trap - INT; exec "$ATRAMA" serve "$1" --listen "127.0.0.1:$port" --workers 4 "${@:2}") \
		>"$TMP_DIR/serve.out" 2>"$TMP_DIR/serve.err" </dev/null &
	service=$!
	for _ in $(seq 300); do
		grep -qs 'Atrama is at' "$TMP_DIR/serve.out" && return
		kill -0 "$service" 2>/dev/null || break
		sleep 0.1
	done
	sed 's/^/# /' "$TMP_DIR/serve.err"
	return 1
}

# Ends the service; its exit code.
stop() { # [SIGNAL]
	kill "-${1:-TERM}" "$service" 2>/dev/null
	wait "$service"
}

stop_all() {
	[ -n "${service:-}" ] && kill -0 "$service" 2>/dev/null && stop
	true
}
trap stop_all EXIT

status() { # CURL ARGUMENT...: the status; headers in $TMP_DIR/head, body in $TMP_DIR/body
	curl -s --max-time 20 -o "$TMP_DIR/body" -D "$TMP_DIR/head" -w '%{http_code}' "$@"
}

gives() { # STATUS CURL ARGUMENT...
	local got
	got=$(status "${@:2}")
	[ "$got" = "$1" ] || { echo "status $got"; head -c 600 "$TMP_DIR/body"; return 1; }
}

# What accounts prove themselves with, apart from the registry: nothing of it may be found there.
kept() { mkdir -p "$TMP_DIR/proofs" && echo "$TMP_DIR/proofs/$(basename "$served")-$1"; }

sign_in() { # LOGIN JAR: as a browser; both steps, where there are two
	[ -s "$(kept "$1")" ] || token "$1" >/dev/null
	status -k -c "$2" "$base/sign-in" -d "login=$1" -d "password=$(password "$1")" >/dev/null
	if grep -qi '^location: /sign-in/code' "$TMP_DIR/head"; then
		status -k -b "$2" -c "$2" "$base/sign-in/code" \
			-d "code=$(proof_of "$base" "$1" "$(password "$1")" "$(kept "$1")")" >/dev/null
	fi
	grep -qi '^location: */work' "$TMP_DIR/head" && grep -q sid "$2"
}

token() { # LOGIN: a session for the API
	signed_in "$base" "$1" "$(password "$1")" "$(kept "$1")"
}

key() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

csrf() { # JAR: the form token of that session
	curl -s -b "$1" "$base/" | grep -o 'name="csrf" value="[0-9a-f]*"' | head -n 1 | sed 's/.*value="//; s/"//'
}
