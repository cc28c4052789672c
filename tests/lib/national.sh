# national.sh - a registry of the whole country, and what agencies send in; source it after serve.sh. Names of this file:
# fakeland, country, keeper_start, keeper_end, bring, report, figure_of.
fakeland=${FAKELAND:-$(dirname "$ATRAMA")/tools/fakeland}
published=$ROOT/tests/national/tip_lt_figures.csv
[ "$(nproc)" -gt 0 ] || exit 1

keeper_end() {
	[ -n "${keeper:-}" ] || return 0
	kill "$keeper" 2>/dev/null
	wait "$keeper"
	keeper=
}
trap 'stop_all; keeper_end' EXIT

# One keeper for all that follows: a command without one starts its own, which takes longer than what it asks for.
keeper_start() { # DIR
	keeper_end
	"$ATRAMA" keeper "$1" 2 --quiet 2>>"$TMP_DIR/keeper.log" &
	keeper=$!
	for _ in $(seq 200); do
		[ -S "$1/run/keeper.sock" ] && return
		sleep 0.05
	done
	return 1
}

# An empty registry in which every body of the demonstration may record; its keeper runs. The first is kept to copy from.
country() { # DIR
	keeper_end
	if [ ! -d "$TMP_DIR/country" ]; then
		"$ATRAMA" init "$TMP_DIR/country" >/dev/null && keeper_start "$TMP_DIR/country" || return
		jq -c '.orgs[]' "$ROOT/profiles/lt/demo.json" | while read -r org; do
			"$ATRAMA" op "$TMP_DIR/country" org_create "$org" >/dev/null || exit 1
		done || return
		keeper_end
		rm -rf "$TMP_DIR/country/run"
	fi
	rm -rf "$1"
	cp -a "$TMP_DIR/country" "$1" && keeper_start "$1"
}

# Every file of a manifest, in its order; one that has a wrong row fails. `kind` is read by nobody else.
bring() { # DIR FILES [MANIFEST]
	local org kind file
	while IFS=, read -r _ org kind file; do
		[ "$org" = org ] && continue
		"$ATRAMA" import "$1" --org "$org" --kind "$kind" --all-or-nothing "$2/$file" >"$TMP_DIR/import.out" 2>&1 </dev/null || {
			echo "$file"
			cat "$TMP_DIR/import.out"
			return 1
		}
	done <"${3:-$2/imports.csv}"
}

report() { # DIR [OPTION...]
	"$ATRAMA" report "$1" tip --year 2022 --format csv "${@:2}"
}

# The rows of a table that the independent count can count.
countable() { # COUNTED TABLE
	awk -F, 'NR == FNR { known[$1 "," $2 "," $3 "," $5] = 1; next } ($1 "," $2 "," $3 "," $5) in known' "$1" "$2"
}
