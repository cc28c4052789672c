#!/bin/bash
# What stands in no usage line is no option and no folder either; --help is answered by every command.
. "$ROOT/tests/lib/serve.sh"
echo 1..6

mkdir "$TMP_DIR/empty" && cd "$TMP_DIR/empty" || exit
commands=$("$ATRAMA" help | sed -n 's/^  \([a-z]*\) .*/\1/p')
each() { # CHECK: of every command
	local command n=0
	for command in $commands; do
		"$1" "$command" || { echo "$command"; return 1; }
		n=$((n + 1))
	done
	[ "$n" -ge 13 ]
}
explained() { "$ATRAMA" "$1" --help >said 2>&1 && grep -q "^usage: atrama $1" said || [ "$1" = help ]; }
refused() { # by name, with the code of wrong usage
	local code=0
	[ "$1" = help ] && return
	"$ATRAMA" "$1" --such-as-this >said 2>&1 || code=$?
	[ "$code" = 2 ] && grep -q 'no such option. (--such-as-this)' said
}
nothing() { rm -f said && [ -z "$(ls -A)" ]; }
code() { # CODE COMMAND...
	local got=0
	"${@:2}" >said 2>&1 || got=$?
	[ "$got" = "$1" ]
}

check 'every command says how it is used' each explained
check 'and refuses an option that it does not have' each refused
check 'after a known one with its value too' code 2 "$ATRAMA" report registry --year 2024 --yaer=2023
check 'the value of an option may begin with a dash' code 3 "$ATRAMA" op registry person_list --as --help
check 'a dash alone is the standard input' bash -c "! '$ATRAMA' op registry person_list - </dev/null 2>&1 | grep -q 'no such option'"
check 'and nothing was made' nothing
