#!/bin/bash
# Forms an agency brings along: taken in side by side, or refused in a plain sentence, soon and with little memory.
. "$ROOT/tests/lib/serve.sh"
echo 1..26

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

begun() { # a form whose first piece has come
	local part; part=$(head -c 300 /dev/zero | base64 -w 0)
	"$ATRAMA" op "$dir" form_add "{\"form_id\": \"begun\", \"form_title\": \"Begun\", \"xform\": \"$part\", \"file_n\": 900}" &&
		! "$ATRAMA" op "$dir" form_end '{"form_id": "begun"}' 2>"$TMP_DIR/why" && grep -q 'no such form' "$TMP_DIR/why"
}
check 'one that has not come whole cannot be taken back' begun

visit=$ROOT/tests/vectors/forms/visit.xml
long() { # KB: the same with so much more in it
	sed 's#id="visit"#id="long"#; s#</h:body>##; s#</h:html>##' "$visit"
	echo '<!--'
	head -c "$((1000 * $1))" /dev/zero | tr '\0' x | fold -w 1000
	printf '%s\n' '-->' '</h:body></h:html>'
}
long 2000 >"$files/long.xml"
long 5000 >"$files/longer.xml"
sum() { local said; said=$(add "$1") && echo "$said" && [ "${said##* }" = "$(md5sum <"$1" | cut -d ' ' -f 1)" ]; }
check 'a form of two megabytes comes in pieces, and is whole' sum "$files/long.xml"
check 'once more is the same' sum "$files/long.xml"
sed 's#<h:title>Visit#&s#' "$files/long.xml" >"$files/long-other.xml"
check 'another of that version is refused' conflict add "$files/long-other.xml"
most() { ! add "$files/longer.xml" 2>"$TMP_DIR/why" && grep -q 'at most 4 MiB' "$TMP_DIR/why"; }
check 'more than four are too many' most
sed "s#<instance id=\"towns\">.*</instance>#<instance id=\"towns\" src=\"jr://file-csv/towns.csv\"/>#" "$visit" >"$files/outside.xml"
unfit() { "$ATRAMA" form check "$files/outside.xml" | tee /dev/stderr | grep -q 'not in a browser: /data/town: '; }
check 'what no browser can answer is named by its field' unfit

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
all() { "$ATRAMA" form list "$dir" --past | grep -c . | grep -qx 3; }
check 'nothing of these is in the registry' all
