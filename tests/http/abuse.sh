#!/bin/bash
# Abuse cases (tests/abuse/table) that only show over HTTP: browsing, walking through references, asking about a name.
. "$ROOT/tests/lib/serve.sh"
echo 1..10

dir=$TMP_DIR/registry
check 'a registry is made' registry "$dir"
check 'and served' serve "$dir" || exit
officer=$(token rasa) helper=$(token lina)
today=$(date +%F)
ask() { # SESSION OPERATION JSON: the status; the answer in $TMP_DIR/body
	status -H "Authorization: Bearer $1" -H 'Content-Type: application/json' -H "Idempotency-Key: $(key)" -d "$3" "$base/api/v1/$2"
}
noted() {
	[ "$(ask "$officer" signal_record "{\"municipality\": \"rokiskis\", \"source\": \"met\", \"age\": \"25_39\", \"sex\": \"female\",
		\"language\": \"uk\", \"happened\": \"$today\"}")" = 200 ] && person=$(jq -r .person "$TMP_DIR/body") &&
		[ "$(ask "$officer" identity_record "{\"person\": \"$person\", $name}")" = 200 ]
}
name='"given": "Aldona", "family": "Bandomoji", "born": 1991'
check 'the police have met her, and nobody else' noted

# abuse 1
finds() { ask "$1" person_find "{$name}" >/dev/null && jq -e ".rows | length == $2" "$TMP_DIR/body"; }
check 'whoever has met her finds her' finds "$officer" 1
check 'whoever has nothing to do with her finds nobody' finds "$helper" 0

# abuse 4
walk() { # one answer to a hundred references, one of which is hers
	for i in $(seq 100); do
		[ "$i" = 50 ] && ref=$person || ref=$(key)
		printf 'url = "%s/api/v1/person_read"\nheader = "Authorization: Bearer %s"\nheader = "Content-Type: application/json"\n' "$base" "$helper"
		printf 'data = "{\\"person\\": \\"%s\\"}"\nwrite-out = "%%{http_code}\\n"\nsilent\nnext\n' "$ref"
	done >"$TMP_DIR/walk"
	curl -K "$TMP_DIR/walk" 2>/dev/null | paste -d ' ' - - | sort | uniq -c >"$TMP_DIR/walked"
	[ "$(wc -l <"$TMP_DIR/walked")" = 1 ] && grep -q '^ *100 .*404$' "$TMP_DIR/walked" || { cat "$TMP_DIR/walked"; return 1; }
}
check 'a hundred references tried one after another' walk

# abuse 5, 21
why='"why": "Somebody rang the hotline and asked whether she is safe."'
other='"given": "Nijole", "family": "Niekieno", "born": 1987'
asked() { # NAME: status, answer without its day, and how long it took
	status -H "Authorization: Bearer $helper" -H 'Content-Type: application/json' -H "Idempotency-Key: $(key)" -d "{$1, $why}" \
		-w '%{http_code} %{time_total}' "$base/api/v1/ask_record"
	echo " $(sed 's/[0-9T:.-]*Z/DAY/' "$TMP_DIR/body")"
}
for _ in 1 2 3 4 5 6 7 8 9 10; do
	asked "$name" >>"$TMP_DIR/known"
	asked "$other" >>"$TMP_DIR/unknown"
done
answers() { cut -d ' ' -f 1,3- "$TMP_DIR/known" "$TMP_DIR/unknown" | sort -u; }
check 'asking about somebody is answered alike, and not for ever' [ "$(answers | wc -l)" = 1 ]
median() { cut -d ' ' -f 2 "$1" | sort -n | sed -n 5p; }
check 'and at the same tick' awk -v a="$(median "$TMP_DIR/known")" -v b="$(median "$TMP_DIR/unknown")" 'BEGIN { exit !(a - b < 0.06 && b - a < 0.06) }'
check 'it was an answer' grep -q '^200 ' "$TMP_DIR/known"
quota() {
	local last=
	for _ in $(seq 15); do last=$(ask "$helper" ask_record "{$other, $why}"); done
	[ "$last" != 200 ] && grep -q '"limit"' "$TMP_DIR/body"
}
check 'after so many in an hour there is none' quota
