#!/bin/bash
# Forms an agency brings along: taken in side by side, or refused in a plain sentence, soon and with little memory.
. "$ROOT/tests/lib/serve.sh"
echo 1..20

dir=$TMP_DIR/registry files=$TMP_DIR/files form=$ROOT/tests/vectors/forms/htcds.xml
hostile=$(dirname "$ATRAMA")/tests/control/hostile
mkdir "$files"
check 'a registry is made' registry "$dir"
add() { "$ATRAMA" form add "$dir" "$@"; }
check 'a form is looked at' grep -q '31 questions' <("$ATRAMA" form check "$form")
check 'and taken in' add "$form"
check 'once more is the same' add "$form"
conflict() { ! "$@" 2>"$TMP_DIR/why" && grep -q 'new version' "$TMP_DIR/why"; }
sed 's/Salutation</Greeting</' "$form" >"$files/other.xml"
check 'another form of that version is refused' conflict add "$files/other.xml"
sed 's/vSmt4GQA3C9uBMLPEVfgND/2/; s/Salutation</Greeting</' "$files/other.xml" >"$files/newer.xml"
check 'a new version stands beside it' add "$files/newer.xml"
one() { "$ATRAMA" form list "$dir" | tee /dev/stderr | wc -l | grep -qx 1; }
check 'the list has the newest' one
two() { "$ATRAMA" form list "$dir" --past | grep -c . | grep -qx 2; }
check 'and with --past both' two

refused() { # FILE WORDS
	local code
	timeout 20 "$ATRAMA" form check "$1" >"$TMP_DIR/said" 2>"$TMP_DIR/why"
	code=$?
	cat "$TMP_DIR/said" "$TMP_DIR/why"
	[ "$code" != 0 ] && [ "$code" -lt 100 ] && [ ! -s "$TMP_DIR/said" ] && grep -q "^atrama: .*$2" "$TMP_DIR/why"
}
check 'files are made' "$hostile" make "$files"
check 'a spreadsheet of something else that would unpack to a thousand times its size' refused "$files/bomb.xlsx" 'no sheet named survey'
check 'one with a password' refused "$files/locked.xlsx" 'password'
check 'a spreadsheet of something else' refused "$files/formula.xlsx" 'no sheet named survey'
nested() { # FILE N: a form of groups in groups
	local head='<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title><model>'
	{
		printf '%s<instance><data id="d"><a/></data></instance></model></h:head><h:body>' "$head"
		printf '<group>%.0s' $(seq "$2")
		printf '</group>%.0s' $(seq "$2")
		printf '</h:body></h:html>'
	} >"$1"
}
nested "$files/deep.xml" 10000
check 'ten thousand groups in one another' refused "$files/deep.xml" 'deep'
{
	printf '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
	for i in b c d e f g h i j; do printf '<!ENTITY %s "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">' $i; done
	printf ']><x>&j;</x>'
} >"$files/entities.xml"
check 'entities in entities' refused "$files/entities.xml" 'document type'
sed 's#http://www.w3.org/2002/xforms#http://example.org/else#' "$form" >"$files/else.xml"
check 'a form in a namespace of something else' refused "$files/else.xml" ''
sed 's#required="false()" type="date"#constraint="concat(., ., //*[//*[//*[//*]]])" type="date"#' "$form" >"$files/xpath.xml"
checked() { timeout 20 "$ATRAMA" form check "$1"; [ $? -lt 100 ]; }
check 'a rule that never ends is no harm to whoever reads the form' checked "$files/xpath.xml"
sed 's#<model #&><submission action="https://elsewhere.example/"/><x #; ' "$form" >"$files/sent.xml"
check 'what cannot be understood is refused' refused "$files/sent.xml" ''
sed 's#<instance>#<submission action="https://elsewhere.example/"/>&#' "$form" >"$files/away.xml"
check 'a form that sends its answers elsewhere' refused "$files/away.xml" 'nowhere else'
sed 's#id="htcds_xlsform"#id="refer-with-consent"#' "$form" >"$files/taken.xml"
taken() { ! add "$1" 2>"$TMP_DIR/why" && grep -q 'the program itself' "$TMP_DIR/why"; }
check 'a form that bears the name of one of the program' taken "$files/taken.xml"
check 'nothing of these is in the registry' two
