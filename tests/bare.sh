#!/bin/sh
# bare.sh [STEP...]: tries the README's two commands on a Debian 12 that has git and make and nothing more.
#
#     sudo tests/bare.sh             # run, test: half an hour, 3 GB under /var/tmp
#     sudo tests/bare.sh run         # the demonstration only
#     sudo tests/bare.sh run shell   # and then a shell in the same system, to look around
#
# Steps: run (`make run` twice, asked for a page and interrupted, with the seconds of each), user (the same as an
# ordinary user who has sudo), test (`make test`), shell. What is tried is the last commit, not the working tree.
# No part of `make test`: it needs root, debootstrap and curl here, and the network.
#
# The bare system is made once and kept in BASE; a trial writes to an overlay in a mount and process namespace of its
# own, so that nothing stays mounted or running whatever happens. The mirror (MIRROR, else debootstrap's), apt's
# proxy, npm_config_* and an extra certificate (NODE_EXTRA_CA_CERTS) come from the system it is started on. Output
# is kept in LOGS. PORT is where the demonstration is served.
set -eu
BASE=${BASE:-/var/tmp/atrama-bare}
LOGS=${LOGS:-$BASE.logs}
PORT=${PORT:-18080}
source=$(cd "$(dirname "$0")/.." && pwd)
[ $# -gt 0 ] || set -- run test

if [ "${1-}" != --inside ]; then
	[ "$(id -u)" = 0 ] || { echo "tests/bare.sh needs root: sudo tests/bare.sh" >&2; exit 2; }
	for each in debootstrap curl git unshare; do
		command -v "$each" >/dev/null || { echo "tests/bare.sh needs $each" >&2; exit 2; }
	done
	if [ ! -e "$BASE/etc/apt/sources.list.d/bare.list" ]; then
		echo "# making a bare Debian 12 in $BASE"
		rm -rf "$BASE"
		debootstrap --variant=minbase --include=git,make bookworm "$BASE" ${MIRROR:+"$MIRROR"} >"$BASE.log" 2>&1 || {
			tail -n 20 "$BASE.log" >&2
			exit 1
		}
		! command -v apt-config >/dev/null || apt-config dump |
			grep -E '^Acquire::(https?|Retries|Check)' >"$BASE/etc/apt/apt.conf.d/90bare" || true
		mirror=$(sed -n 's/^deb \([^ ]*\) bookworm main$/\1/p' "$BASE/etc/apt/sources.list")
		printf '%s\n' "deb $mirror bookworm-updates main" "deb ${mirror%/}-security bookworm-security main" \
			>"$BASE/etc/apt/sources.list.d/bare.list"
		rm -rf "$BASE"/var/cache/apt/archives/*.deb "$BASE/var/lib/apt/lists"
	fi
	mkdir -p "$LOGS"
	BASE=$BASE LOGS=$LOGS PORT=$PORT exec unshare --mount --pid --fork --kill-child --propagation private \
		"$0" --inside "$@"
fi
shift

work=$(mktemp -d "$BASE.XXXXXX")
mount -t tmpfs none "$LOGS/.." 2>/dev/null && umount "$LOGS/.." # a mount here is ours alone; see below
