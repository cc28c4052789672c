#!/bin/bash
# Papers for the person: by a way she marked as safe, in her language, with nothing on them for whoever finds one; and what
# data is used for, which everybody may read.
. "$ROOT/tests/lib/serve.sh"
echo 1..24

dir=$TMP_DIR/registry
check 'a registry is made' registry "$dir"
check 'and served' serve "$dir" || exit
jar=$TMP_DIR/jar
sign_in olga "$jar"
form=$(csrf "$jar")
t=$(token olga)
call() { # OPERATION JSON
	curl -s "$base/api/v1/$1" -H "Authorization: Bearer $t" -H "Idempotency-Key: $(key)" -H 'Content-Type: application/json' -d "$2"
}
person=$(call signal_record "{\"municipality\": \"rokiskis\", \"source\": \"met\", \"age\": \"25_39\", \"sex\": \"female\",
	\"language\": \"uk\", \"happened\": \"$(date +%F)\"}" | jq -r .person)
call identity_record "{\"person\": \"$person\", \"given\": \"Olena\", \"family\": \"Kovalenko\", \"born\": 1996}" >"$TMP_DIR/name"
check 'somebody is written down' [ "${#person}" = 32 ]
at=$base/person/$person/papers
paper() { # WHICH FIELD...: the status; the paper is in $TMP_DIR/body
	local which=$1
	shift
	status -b "$jar" "$at/$which" -d "csrf=$form" -d "key=$(key)" "${@/#/-d}"
}
consent() { paper consent purpose=decision org=police "$@"; }
has_not() { ! grep -qiE "$1" "$TMP_DIR/body"; }

check 'the empty form about consent needs no open file' [ "$(consent channel=hand language=uk format=html)" = 200 ]
check 'it is a file with a name that says nothing' grep -qi '^content-disposition: attachment; filename="paper.html"' "$TMP_DIR/head"
check 'which nobody keeps' grep -qi '^cache-control:.*no-store' "$TMP_DIR/head"
check 'in her language' grep -q 'lang="uk"' "$TMP_DIR/body"
check 'with a heading that says nothing' grep -q '<title>Про що ми говорили</title>' "$TMP_DIR/body"
check 'and no office, name or danger on it' has_not 'police|haven|olena|kovalenko|atrama|поліц|торгівл|жертв'
check 'also as PDF' [ "$(consent channel=hand language=lt format=pdf; head -c 5 "$TMP_DIR/body")" = 200%PDF- ]
check 'not by a way she did not mark as safe' [ "$(consent channel=message language=uk format=html)" = 403 ]
check 'nor in a language it has no words in' [ "$(consent channel=hand language=vi format=html)" = 422 ]
check 'a paper is never made by only looking' gives 200 -b "$jar" "$at/consent"
check 'and not without the token of the form' [ "$(form=x; consent channel=hand language=uk format=html)" = 403 ]

mine=$jar jar=$TMP_DIR/lina # a colleague, who has not opened the file
sign_in lina "$jar"
own=$form form=$(csrf "$jar")
check 'who looked stands behind the door of the file' [ "$(paper who channel=hand language=uk format=html)" != 200 ]
jar=$mine form=$own
check 'and comes to whoever opened it' [ "$(paper who channel=hand language=en format=zip)" = 200 ]
unpack() { (cd "$TMP_DIR" && cp body paper.zip && python3 -m zipfile -e paper.zip paper 2>/dev/null || unzip -qo paper.zip -d paper); }
check 'it comes with the file that proves it' bash -c "$(declare -f unpack); TMP_DIR='$TMP_DIR'; unpack; [ -s '$TMP_DIR/paper/proof.json' ]"
check 'the list is whole' "$ATRAMA" audit check "$TMP_DIR/paper/proof.json"
jq '.rows |= del(.[1])' "$TMP_DIR/paper/proof.json" >"$TMP_DIR/short.json"
fails() { ! "$@"; }
check 'and one without a line is not' fails "$ATRAMA" audit check "$TMP_DIR/short.json"
check 'the paper names who looked' grep -q Haven "$TMP_DIR/paper/paper.html"

check 'her own copy has her name' bash -c "[ '$(paper copy channel=hand language=uk format=html)' = 200 ] && grep -q Olena '$TMP_DIR/body'"
call channel_record "{\"person\": \"$person\", \"channel\": \"hand\", \"is_safe\": false}" >"$TMP_DIR/channel"
check 'and is not given into a hand she called unsafe' [ "$(paper copy channel=hand language=uk format=html)" = 403 ]

check 'what data is used for is open to everybody' gives 200 "$base/processing" -H 'Accept-Language: en'
check 'with who answers for it and by which law' grep -q 'State Data Protection Inspectorate' "$TMP_DIR/body"
