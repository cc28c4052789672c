#!/bin/bash
# Mutation run: single changes to what decides who may do what (mutate.mjs says which), each in a copy of the tree. The unit tests
# nearest to it are asked first, then tests/http/policy.sh; whatever fails first has found it. One that nothing finds is a survivor.
#   MUTANTS  how many (100)    SEED  which (1)    LANES  how many at once (2)    WORK  where the copies are kept (TMP_DIR)
#   AGAIN    WORK/found of an earlier run: only what survived then
# A change that does not compile is none, and is not counted. tests/soak/survivors lists those that change nothing, with the proof.
set -u
ROOT=${ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
export ROOT
WORK=${WORK:-$TMP_DIR/mutants} MUTANTS=${MUTANTS:-100} SEED=${SEED:-1} LANES=${LANES:-2} ONLY=${ONLY:-}
targets='tests/control/atrama-clock tests/control/ask'
mkdir -p "$WORK"
began=$SECONDS

copy() { # LANE: the tree and its build without sanitizers
	local lane=$WORK/$1
	mkdir -p "$lane/tree"
	(cd "$ROOT" && tar -cf - --exclude=./build-test --exclude=./build-fuzz --exclude=./node_modules --exclude=./.git .) | tar -xf - -C "$lane/tree"
	ln -sfn "$ROOT/node_modules" "$lane/tree/node_modules"
	# A run that was stopped left objects of a change behind, younger than what is copied back.
	jq -r .file "$WORK/list" | sort -u | (cd "$lane/tree" && xargs touch src/op/op.c)
	[ -f "$lane/build/build.ninja" ] ||
		meson setup "$lane/build" "$lane/tree" -Dtests=true -Doptimization=0 -Ddebug=false -Dwerror=false >"$lane/setup.log" 2>&1 || return
	build "$lane" $(jq -r '.tests[]' "$WORK/list" | sort -u) || { tail -n 20 "$lane/build.log"; return 1; }
}

build() { # LANE-FOLDER [UNIT TEST...]
	local name wanted=$targets
	for name in "${@:2}"; do wanted="$wanted tests/unit_$name"; done
	ninja -j "$(((LANES + $(nproc)) / LANES - (LANES > 1 ? 1 : 0)))" -C "$1/build" $wanted >"$1/build.log" 2>&1
}

policy() { # LANE-FOLDER: the whole table, up to the first fault that was not there before
	rm -rf "$1/tmp"
	mkdir -p "$1/tmp"
	TMP_DIR=$1/tmp ROOT=$1/tree ATRAMA=$1/build/atrama ATRAMA_CLOCKED=$1/build/tests/control/atrama-clock ASK=$1/build/tests/control/ask \
		timeout 400 "$1/tree/tests/http/policy.sh" >"$1/policy.log" 2>&1
}

# The line as it is to be, without giving the rest of the tree more to build than has changed.
put() { # LANE-FOLDER FILE LINE TEXT
	local file=$1/tree/$2
	touch -r "$file" "$1/when"
	TEXT=$4 awk -v n="$3" 'NR == n { print ENVIRON["TEXT"]; next } { print }' "$file" >"$1/new" && cat "$1/new" >"$file"
	case $2 in
	src/op/ops.def) # numbers and names stay, so only the table itself is made anew
		touch -r "$1/when" "$file"
		touch "$1/tree/src/op/op.c" ;;
	sql/query/*) # the same: parameters and columns stay
		touch -r "$1/when" "$file"
		touch -r "$1/build/src/db/queries.h" "$1/when"
		(cd "$1/build" && sh -c "$(ninja -t commands src/db/queries.c | tail -n 1)") >"$1/build.log" 2>&1 || return
		touch -r "$1/when" "$1/build/src/db/queries.h" ;;
	esac
}

one() { # LANE-FOLDER MUTANT: what found it
	local lane=$1 file line to from found=
	file=$(jq -r .file <<<"$2") line=$(jq -r .line <<<"$2") to=$(jq -r .to <<<"$2") from=$(jq -r .from <<<"$2")
	local tests
	tests=$(jq -r '.tests[]' <<<"$2")
	# Where it stands now, if lines came or went before it.
	line=$(FROM=$from awk -v n="$line" '$0 == ENVIRON["FROM"] { d = NR < n ? n - NR : NR - n; if (!at || d < best) { at = NR; best = d } }
		END { print at + 0 }' "$lane/tree/$file")
	[ "$line" != 0 ] || { echo none; return; }
	put "$lane" "$file" "$line" "$to"
	if ! build "$lane" $tests; then
		found=none
	else
		for name in $tests; do
			[ -n "$found" ] || timeout 120 "$lane/build/tests/unit_$name" >"$lane/unit.log" 2>&1 || found=$name
		done
		[ -n "$found" ] || POLICY_STOP=1 POLICY_KNOWN=$WORK/known policy "$lane" || case $? in
		124) ;; # it took too long, which tells nothing
		*) found="policy: $(grep -m 1 -E '^not ok|^Error' "$lane/policy.log" | cut -c 1-120)" ;;
		esac
	fi
	put "$lane" "$file" "$line" "$from"
	echo "${found:-survived}"
}

lane() { # N
	local mutant
	while read -r mutant; do
		jq -c --arg found "$(one "$WORK/$1" "$mutant")" '. + {found: $found}' <<<"$mutant" >>"$WORK/found-$1"
	done < <(awk -v lanes="$LANES" -v n="$1" 'NR % lanes == n % lanes' "$WORK/list")
}

tools_node=$ROOT/tools/node
"$tools_node" "$ROOT/tests/soak/mutate.mjs" "$ROOT" "$MUTANTS" "$SEED" | { [ -z "$ONLY" ] && cat || grep -E "\"file\":\"$ONLY"; } >"$WORK/list"
[ -z "${AGAIN:-}" ] || jq -c 'select(.found == "survived") | del(.found)' "$AGAIN" >"$WORK/list"
rm -f "$WORK"/found-*
pids=
for n in $(seq "$LANES"); do
	copy "$n" &
	pids="$pids $!"
done
for pid in $pids; do wait "$pid" || { echo "1..1"; echo "not ok 1 - the copies are built"; exit 1; }; done
: >"$WORK/known"
POLICY_FAULTS=$WORK/known policy "$WORK/1"
echo "# before any change: $(wc -l <"$WORK/known") faults, the copies took $((SECONDS - began)) s"
for n in $(seq "$LANES"); do
	lane "$n" &
	pids="$pids $!"
done
wait
cat "$WORK"/found-* >"$WORK/found"
real=$(jq -c 'select(.found != "none")' "$WORK/found" | wc -l)
alive=$(jq -c 'select(.found == "survived")' "$WORK/found" | wc -l)
jq -r 'select(.found == "survived") | "# survived: \(.file):\(.line) \(.rule): \(.to)"' "$WORK/found"
proved=0
while IFS= read -r line; do
	grep -qxF -- "$line" "$ROOT/tests/soak/survivors" 2>/dev/null && proved=$((proved + 1))
done < <(jq -r 'select(.found == "survived") | "\(.file) | \(.rule) | \(.to | gsub("^\\s+"; ""))"' "$WORK/found")
jq -r '.found | sub("^(policy):.*"; "policy.sh")' "$WORK/found" | sort | uniq -c | sort -rn | sed 's/^/# /'
echo 1..1
echo "$([ "$alive" = "$proved" ] || printf 'not ')ok 1 - $real changes, $alive survived, $proved of them proved to change nothing ($((SECONDS - began)) s)"
