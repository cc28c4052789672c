#!/bin/sh
# bare.sh [STEP...]: tries the README's two commands on a Debian 12 that has git and make and nothing more.
#
#     sudo tests/bare.sh             # run, test: a quarter of an hour and more, 4 GB under /var/tmp
#     sudo tests/bare.sh run         # the demonstration only
#     sudo tests/bare.sh run shell   # and then a shell in the same system, to look around
#
# Steps: run (`make run` twice, asked for its page and interrupted, with the seconds of each), user (the same, as
# an ordinary user who has sudo), test (`make test`), shell. What is tried is the last commit, not the working
# tree. No part of `make test`: it needs root, debootstrap and curl here, and the network.
#
# The bare system is made once and kept in BASE. A trial writes to an overlay, in a mount and process namespace of
# its own, so that nothing stays mounted or running however it ends. The mirror (MIRROR, else that of debootstrap),
# apt's proxy, npm_config_* and an extra certificate (NODE_EXTRA_CA_CERTS) come from the system it is started on.
# Output is kept in LOGS. The demonstration is served on PORT.
set -eu
BASE=${BASE:-/var/tmp/atrama-bare}
LOGS=${LOGS:-$BASE.logs}
PORT=${PORT:-18080}
export BASE LOGS PORT
tree=$(cd "$(dirname "$0")/.." && pwd)

if [ "${1-}" != --inside ]; then
	[ $# -gt 0 ] || set -- run test
	[ "$(id -u)" = 0 ] || { echo "tests/bare.sh needs root: sudo tests/bare.sh" >&2; exit 2; }
	for each in debootstrap curl git unshare; do
		command -v "$each" >/dev/null || { echo "tests/bare.sh needs $each" >&2; exit 2; }
	done
	mkdir -p "$LOGS"
	updates=$BASE/etc/apt/sources.list.d/updates.list
	if [ ! -e "$updates" ]; then
		echo "# making a bare Debian 12 in $BASE"
		rm -rf "$BASE"
		debootstrap --variant=minbase --include=git,make bookworm "$BASE" ${MIRROR:+"$MIRROR"} \
			>"$LOGS/debootstrap" 2>&1 || { tail -n 20 "$LOGS/debootstrap" >&2; exit 1; }
		rm -rf "$BASE"/var/cache/apt/archives/*.deb "$BASE"/var/lib/apt/lists/*
		if command -v apt-config >/dev/null; then
			apt-config dump | grep -E '^Acquire::(https?|Retries|Check)' >"$BASE/etc/apt/apt.conf.d/90network" || true
		fi
		mirror=$(sed -n 's/^deb \([^ ]*\) bookworm main$/\1/p' "$BASE/etc/apt/sources.list")
		printf '%s\n' "deb $mirror bookworm-updates main" \
			"deb ${mirror%/}-security bookworm-security main" >"$updates"
	fi
	exec unshare --mount --pid --fork --kill-child "$0" --inside "$@"
fi
shift

work=$(mktemp -d "$BASE.XXXXXX") root=$work/root
leave() {
	code=$?
	trap - EXIT
	cd /
	umount -R "$root" 2>/dev/null || umount -R -l "$root"
	rm -rf --one-file-system "$work"
	exit "$code"
}
trap leave EXIT
trap 'exit 130' INT TERM HUP

mkdir "$work/upper" "$work/work" "$root"
mount -t overlay overlay -o "lowerdir=$BASE,upperdir=$work/upper,workdir=$work/work" "$root"
mount -t proc proc "$root/proc"
for each in sys dev; do
	mount --rbind "/$each" "$root/$each"
	mount --make-rslave "$root/$each"
done
mount -t tmpfs tmpfs "$root/dev/shm"
mkdir "$root/src"
mount --bind "$(git -c safe.directory='*' -C "$tree" rev-parse --path-format=absolute --git-common-dir)" "$root/src"
mount -o remount,bind,ro "$root/src"
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
set +e # from here on a failure is counted

# What the network needs, and nothing else of this system.
settings=$(env | grep -iE '^(https?_proxy|no_proxy|npm_config_[a-z_]*)=' || true)
if [ -f "${NODE_EXTRA_CA_CERTS-}" ]; then
	cp "$NODE_EXTRA_CA_CERTS" "$root/etc/extra-ca.pem"
	settings="$settings
NODE_EXTRA_CA_CERTS=/etc/extra-ca.pem"
fi

# In the home of that user; the caller becomes the command, so it keeps its process id.
enter() { # USER COMMAND
	set -f
	IFS='
'
	[ "$1" = root ] && home=/root || home=/home/$1
	exec env --default-signal=INT chroot --userspec="$1" "$root" env -i HOME="$home" USER="$1" TERM="${TERM:-dumb}" \
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin PORT="$PORT" $settings sh -c "cd && $2"
}
inside() { (enter "$@"); }

n=0 failed=0
check() { # SENTENCE COMMAND...: TAP; the command's output goes with a failure
	n=$((n + 1)) name=$1
	shift
	if "$@" >"$work/said" 2>&1; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		tail -n 60 "$work/said" | sed 's/^/#   /'
		failed=1
		return 1
	fi
}

tenths() { echo "$(($1 / 10)).$(($1 % 10)) s"; }

left_over() { # the processes of the bare system
	for each in "$root"/proc/[0-9]*; do
		[ "$(readlink "$each/root")" != "$root" ] || { tr '\0' ' ' <"$each/cmdline"; echo; }
	done
}
nothing_runs() { left=$(left_over) && [ -z "$left" ] || { echo "$left"; false; }; }

clean() { # USER
	changes=$(inside "$1" 'cd atrama && git status --porcelain')
	[ -z "$changes" ] || { echo "$changes"; false; }
}

# Starts `make run` as the leader of a group, like a shell does for its terminal, and waits for the page.
start() { # USER LOG; sets group and took, in tenths of a second
	began=$(date +%s%N)
	enter "$1" 'cd atrama && exec setsid make run' >"$LOGS/$2" 2>&1 </dev/null &
	group=$!
	until [ "$(curl -s -o "$work/page" -w '%{http_code}' "http://127.0.0.1:$PORT/")" = 200 ]; do
		kill -0 "$group" 2>/dev/null || { cat "$LOGS/$2"; return 1; }
		sleep 0.1
	done
	took=$((($(date +%s%N) - began) / 100000000))
}

interrupt() { # as Ctrl-C does; all of it has to end within ten seconds
	kill -INT "-$group"
	for tenth in $(seq 100); do
		kill -0 "$group" 2>/dev/null || break
		sleep 0.1
	done
	left=$(left_over)
	[ -z "$left" ] || { echo "$left"; kill -KILL "-$group"; false; }
}

# Seconds that the last installation took after its download, as apt has noted them.
unpacking() {
	from=$(sed -n 's/^Start-Date: *//p' "$root/var/log/apt/history.log" | tail -n 1)
	to=$(sed -n 's/^End-Date: *//p' "$root/var/log/apt/history.log" | tail -n 1)
	echo $(($(date -d "$to" +%s) - $(date -d "$from" +%s)))
}
download() { # LOG: tenths of a second of its line "Packages" that were not unpacking
	all=$(sed -n 's/^ *Packages  *\([0-9]*\)\.\([0-9]\) s.*/\1\2/p' "$1" | head -n 1)
	echo $((${all:-0} - 10 * $(unpacking)))
}

clone() { # USER
	[ ! -d "$root/root/atrama" ] || [ "$1" != root ] || return 0
	inside "$1" "git config --global safe.directory '*' && git clone -q file:///src atrama"
}

demonstration() { # USER
	check "$1: the tree is cloned" clone "$1" || return
	check "$1: make run serves its page" start "$1" "$1-run-1" || return
	first=$took fetched=$(download "$LOGS/$1-run-1")
	sed 's/^/#   /' "$LOGS/$1-run-1"
	echo "# first: $(tenths "$first"), of which $(tenths "$fetched") download; without it $(tenths $((first - fetched)))"
	check "$1: the sign-ins are printed" grep -q 'password' "$LOGS/$1-run-1"
	check "$1: an interrupt ends all of it" interrupt
	cp "$root/var/log/apt/history.log" "$work/history"
	check "$1: make run serves it again" start "$1" "$1-run-2" || return
	echo "# again: $(tenths "$took")"
	check "$1: an interrupt ends all of it" interrupt
	check "$1: the second make run installs nothing" cmp "$work/history" "$root/var/log/apt/history.log"
	check "$1: the clone is clean" clean "$1"
}

tests() {
	policy=$root/usr/sbin/policy-rc.d
	check "make run leaves no policy-rc.d" test ! -e "$policy"
	printf '#!/bin/sh\n# ours\nexit 104\n' >"$policy"
	check "root: the tree is cloned" clone root || return
	code=0 began=$(date +%s%N)
	inside root 'cd atrama && exec make test' >"$LOGS/test" 2>&1 </dev/null || code=$?
	took=$((($(date +%s%N) - began) / 100000000))
	sed 's/^/#   /' "$LOGS/test"
	fetched=$(download "$LOGS/test")
	echo "# tests: $(tenths "$took"), of which $(tenths "$fetched") download of packages"
	check "make test passes" test "$code" = 0
	check "make test leaves no process behind" nothing_runs
	check "tools/deps leaves policy-rc.d as it was" grep -q '^# ours' "$policy"
	check "the clone is clean" clean root
	rm -rf "$LOGS/log"
	cp -r "$root/root/atrama/build-test/log" "$LOGS/log"
}

for step; do
	case $step in
	run) demonstration root ;;
	user)
		inside root 'apt-get -q update && apt-get -q -y install --no-install-recommends sudo && useradd -m ana &&
			echo "ana ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/ana' >"$LOGS/sudo" 2>&1
		demonstration ana ;;
	test) tests ;;
	shell) inside root 'cd atrama && exec bash' ;;
	*) echo "tests/bare.sh: no step $step" >&2; exit 2 ;;
	esac
done
echo "1..$n"
exit $failed
