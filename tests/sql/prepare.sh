#!/bin/sh
# prepare.sh [BUILD]: loads the PostgreSQL schema into a scratch cluster and prepares every query there.
#
# Each query is one line of TAP; it fails when PostgreSQL does not take it, or gives a column another type than declared.
# The cluster listens on a Unix socket in a temporary folder and goes with it. PostgreSQL refuses root: as root this
# runs as the user postgres.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${1:-$root/build-test}
bin=$(ls -d /usr/lib/postgresql/15/bin /usr/lib/postgresql/*/bin 2>/dev/null | head -n 1)
if [ -z "$bin" ]; then
	echo "1..1"
	echo "not ok 1 - PostgreSQL is installed (tools/deps test)"
	exit 1
fi

as() {
	if [ "$(id -u)" -eq 0 ]; then
		runuser -u postgres -- "$@"
	else
		"$@"
	fi
}

place=$(mktemp -d /tmp/atrama-pg.XXXXXX) # short: a socket's path has 107 bytes
[ "$(id -u)" -ne 0 ] || chown postgres "$place"
stop() {
	as "$bin/pg_ctl" -D "$place/data" -m immediate -w stop >/dev/null 2>&1
	rm -rf "$place"
}
trap stop EXIT
trap 'exit 1' HUP INT PIPE TERM # so that the server never outlives this
cd "$place" || exit 1

as "$bin/initdb" -D "$place/data" -A trust -U atrama -E UTF8 --locale=C.UTF-8 --no-sync >"$place/log" 2>&1 &&
	as "$bin/pg_ctl" -D "$place/data" -w -l "$place/server" \
		-o "-k $place -c listen_addresses= -c fsync=off -c unix_socket_permissions=0700" start >>"$place/log" 2>&1 || {
	echo "1..1"
	echo "not ok 1 - a scratch PostgreSQL starts"
	sed 's/^/# /' "$place/log" "$place/server" 2>/dev/null
	exit 1
}

sql() { # DATABASE, then what psql shall do; text comes on standard input
	database=$1
	shift
	as "$bin/psql" -X -q -h "$place" -U atrama -d "$database" "$@" 2>&1
}

n=0
for made in src/db tests/sql/sample; do
	name=$(basename "$made")
	echo "CREATE DATABASE store_$name" | sql postgres >/dev/null
	n=$((n + 1))
	if sql "store_$name" -v ON_ERROR_STOP=1 <"$build/$made/schema.pg.sql" >"$place/said"; then
		echo "ok $n - PostgreSQL takes the schema of $made"
	else
		echo "not ok $n - PostgreSQL takes the schema of $made"
		sed 's/^/# /' "$place/said"
	fi
	# Of each query: "# name place", "= column|word ...", then "column|type" lines or what is wrong.
	sql "store_$name" -A -t <"$build/$made/prepare.pg.sql" >"$place/said"
	awk -v n="$n" '
		function check(   i, part, want) {
			if (query == "")
				return
			for (i = 1; i <= wanted; i++) {
				split(want_line[i], want, "|")
				split(got[i], part, "|")
				if (part[1] != want[1] || index(types[want[2]], "," part[2] ",") == 0)
					wrong = wrong "# column " i " is declared " want_line[i] ", PostgreSQL gives " got[i] "\n"
			}
			if (gotten != wanted)
				wrong = wrong "# " wanted " columns are declared, PostgreSQL gives " gotten + 0 "\n"
			printf "%s %d - PostgreSQL prepares %s\n%s", wrong == "" ? "ok" : "not ok", ++n, query, wrong
		}
		BEGIN { # an integer reads as a bigint; nothing else may differ
			types["id"] = types["int"] = types["instant"] = ",bigint,integer,"
			types["day"] = types["code"] = ",integer,"
			types["text"] = ",text,"
			types["blob"] = ",bytea,"
		}
		/^# / { check(); query = substr($0, 3); wrong = ""; wanted = gotten = 0; split("", got); next }
		/^= / { wanted = NF - 1; for (i = 2; i <= NF; i++) want_line[i - 1] = $i; next }
		/^The command has no result/ { next }
		/^$/ { next }
		/^[a-z_0-9]+\|[a-z ]+$/ { got[++gotten] = $0; next }
		{ wrong = wrong "# " $0 "\n" }
		END { check(); print n > "/dev/stderr" }' "$place/said" 2>"$place/count"
	n=$(tail -n 1 "$place/count")
done
echo "1..$n"
