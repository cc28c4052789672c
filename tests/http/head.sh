#!/bin/bash
# What every answer says to the browser, whoever gives it: a page, the API, nginx itself.
. "$ROOT/tests/lib/serve.sh"
echo 1..24

dir=$TMP_DIR/registry
check 'a registry is made' registry "$dir"
check 'and served' serve "$dir" || exit
jar=$TMP_DIR/jar

has() { grep -qi "^$1: $2" "$TMP_DIR/head" || { cat "$TMP_DIR/head"; return 1; }; }
guarded() { # what security asks of every answer
	has content-security-policy "default-src 'none'; script-src 'self'; style-src 'self'" && has x-frame-options DENY &&
		has content-security-policy ".*require-trusted-types-for 'script'" && has x-content-type-options nosniff &&
		has referrer-policy no-referrer && has cross-origin-opener-policy same-origin &&
		has cross-origin-embedder-policy require-corp && has cross-origin-resource-policy same-origin &&
		has permissions-policy 'camera=()' && ! has strict-transport-security . >/dev/null &&
		[ "$(grep -ci '^content-security-policy:' "$TMP_DIR/head")" = 1 ]
}
safe() { gives "$@" && guarded; }
fresh() { safe "$@" && has cache-control no-store; }

# abuse 17
check 'a page is guarded and kept by nobody' fresh 200 "$base/"
check 'a page that is not there, too' fresh 404 "$base/nothing"
check 'a redirect, too' fresh 303 "$base/work"
check 'the API, too' fresh 401 "$base/api/v1/person_list"
check 'a refused method, too' fresh 405 -X DELETE "$base/"
head -c 1100000 /dev/zero >"$TMP_DIR/large"
check 'what nginx refuses as too large, too' fresh 413 --data-binary "@$TMP_DIR/large" "$base/sign-in"
check 'what nginx cannot read, too' fresh 400 -H 'Host: a b' "$base/"
check 'a static file that is not there, too' fresh 404 "$base/static/none.css?1"
style=$(curl -s "$base/" | grep -o '/static/atrama.css?[0-9a-f]*')
check 'the style is named by its content, and kept for a year' safe 200 "$base$style"
check 'as immutable' has cache-control '.*immutable'
check 'it is sent compressed' gives 200 -H 'Accept-Encoding: gzip' "$base$style"
check 'as gzip' has content-encoding gzip
gives 200 -H 'Accept-Encoding: gzip' "$base/" >/dev/null
check 'a page that may name somebody is never compressed' bash -c "! grep -qi '^content-encoding' '$TMP_DIR/head'"

check 'signing in gives a cookie' sign_in rasa "$jar"
# abuse 15
check 'that no script and no other site can use' has set-cookie 'sid=[0-9a-f]*; Path=/; HttpOnly; SameSite=Strict.$'
gives 200 -b "$jar" -H 'Accept-Encoding: gzip' "$base/work" >/dev/null
check 'a page of hers is not compressed' bash -c "! grep -qi '^content-encoding' '$TMP_DIR/head'"
check 'a page asked for with it knows who it is' bash -c "curl -s -b '$jar' '$base/work' | grep -q Rasa"

check 'the language of the browser is taken' bash -c "curl -s -H 'Accept-Language: de, uk;q=0.5' '$base/' | grep -q '<html[^>]* lang=\"uk\"'"
check 'another can be chosen and is remembered' gives 303 -c "$jar" "$base/about?lang=ru&x=1"
check 'on the same page' has location '/about?x=1'
check 'from then on' bash -c "curl -s -b '$jar' '$base/about' | grep -q '<html[^>]* lang=\"ru\"'"
check 'the same page as JSON holds no token of a form' bash -c \
	"curl -s -b '$jar' -H 'Accept: application/json' '$base/about' | jq -e '.lang == \"ru\" and (has(\"csrf\") or has(\"key\") | not)'"
