#!/bin/bash
# Records of the file, documents and drafts over the API: behind the gate, sealed, and as large as they may be.
. "$ROOT/tests/lib/serve.sh"
echo 1..19

dir=$TMP_DIR/registry
check 'a registry is made' registry "$dir"
check 'and served' serve "$dir" || exit
olga=$(token olga) lina=$(token lina) rasa=$(token rasa)
today=$(date +%F)

post() { # SESSION STATUS OP JSON, or @FILE
	gives "$2" -H "Authorization: Bearer $1" -H 'Content-Type: application/json' -H "Idempotency-Key: $(key)" \
		--data-binary "$4" "$base/api/v1/$3"
}
got() { jq -r "$1" "$TMP_DIR/body"; }
record() { # SESSION STATUS SHEET SAYS [MORE]
	post "$1" "$2" sheet_record "{\"person\": \"$person\", \"sheet\": \"$3\", \"happened\": \"$today\", \"says\": $4 ${5:-}}"
}
about() { post "$1" "$2" "$3" "{\"person\": \"$person\" ${4:-}}"; } # SESSION STATUS OP [MORE]

check 'a sign is recorded' post "$olga" 200 signal_record "{\"municipality\": \"rokiskis\", \"source\": \"met\", \"age\": \"18_24\",
	\"sex\": \"female\", \"language\": \"uk\", \"happened\": \"$today\"}"
person=$(got .person)
check 'who recorded it writes into the file' record "$olga" 200 threat '["level=high", "state=open", "words=Mykola Testovsky rang"]'
sheet=$(got .sheet_id)
read_back() { about "$olga" 200 sheet_read ", \"sheet_id\": \"$sheet\"" && [ "$(got '.rows[0].says[-1]')" = 'words=Mykola Testovsky rang' ]; }
check 'and reads her own words' read_back
check 'a colleague opens the file first' about "$lina" 403 sheet_list
opened() { about "$lina" 200 file_open ', "use": "support", "knows": false' && about "$lina" 200 sheet_list && [ "$(got '.rows | length')" = 1 ]; }
check 'and then sees it' opened
nothing() { about "$rasa" 404 sheet_list && record "$rasa" 404 need '["need=legal"]' && about "$rasa" 404 attachment_list; }
check 'to another organisation there is no such person' nothing
wrong() { record "$olga" 422 threat '["level=high", "state=open", "words='"$(printf 'x%.0s' {1..2001})"'"]' && [ "$(got .error.field)" = words ] &&
	[ "$(got '.error | has("value")')" = false ]; }
check 'what is too long is refused by field, and not repeated' wrong

rivals() {
	local a b
	record "$olga" 200 need '["need=legal"]' && a=$(got .sheet_id)
	record "$olga" 200 need '["need=health"]' ", \"supersedes\": [\"$a\"]" && b=$(got .sheet_id)
	record "$lina" 200 need '["need=shelter"]' ", \"supersedes\": [\"$a\"]" && [ "$(got .beside)" = "$b" ] && a=$(got .sheet_id)
	about "$olga" 200 sheet_list ', "sheet": "need"' && [ "$(got '.rows | length')" = 2 ] || return
	record "$olga" 200 need '["need=health", "need=shelter"]' ", \"supersedes\": [\"$a\", \"$b\"]" && [ "$(got .beside)" = null ]
	about "$olga" 200 sheet_list ', "sheet": "need"' && [ "$(got '.rows | length')" = 1 ]
}
check 'two who write at once keep both, until one record takes the place of both' rivals

# Eight MiB, in pieces of 590,000 bytes, which is what a request has room for.
{ printf '%%PDF-1.7\nTESTOVSKY\n'; head -c $((8388608 - 19)) /dev/urandom; } >"$TMP_DIR/large"
url64() { base64 -w0 | tr '+/' '-_' | tr -d '='; }
piece() { # FILE MEDIA FROM [MORE]: one piece
	local n
	n=$(stat -c %s "$1")
	{ printf '{"person": "%s", "media": "%s", "title": "Mykola Testovsky on a bench", "bytes_n": %d %s, "bytes": "' "$person" "$2" "$n" "${4:-}"
		tail -c +$(($3 + 1)) "$1" | head -c 590000 | url64; printf '"}'; } >"$TMP_DIR/piece"
	post "$olga" 200 attachment_add "@$TMP_DIR/piece"
}
bring() { # FILE MEDIA
	local at=0 n
	n=$(stat -c %s "$1")
	piece "$1" "$2" 0 || return
	attachment=$(got .attachment)
	for ((at = 590000; at < n; at += 590000)); do piece "$1" "$2" "$at" ", \"attachment\": \"$attachment\"" || return; done
	[ "$(got .done_n)" = "$n" ]
}
fetch() { # SESSION FILE
	about "$1" 200 attachment_read ", \"attachment\": \"$attachment\"" || return
	# Each piece but the last is whole groups of three bytes: their texts in a row are one.
	jq -r '.rows[].bytes' "$TMP_DIR/body" | tr -d '\n' | tr -- '-_' '+/' >"$TMP_DIR/text"
	case $(($(stat -c %s "$TMP_DIR/text") % 4)) in 2) printf '==' ;; 3) printf '=' ;; esac >>"$TMP_DIR/text"
	base64 -d "$TMP_DIR/text" >"$2"
}
check 'a document of eight MiB comes in pieces' bring "$TMP_DIR/large" pdf
whole() { fetch "$lina" "$TMP_DIR/back" && cmp "$TMP_DIR/large" "$TMP_DIR/back"; }
check 'and a colleague gets the same bytes' whole
larger() { post "$olga" 422 attachment_add "{\"person\": \"$person\", \"media\": \"pdf\", \"title\": \"x\",
	\"bytes_n\": 8388609, \"bytes\": \"JVBERi0xLjcK\"}" && [ "$(got .error.field)" = bytes_n ]; }
check 'one byte more is refused' larger
other_kind() { post "$olga" 422 attachment_add "{\"person\": \"$person\", \"media\": \"png\", \"title\": \"x\", \"bytes_n\": 9,
	\"bytes\": \"JVBERi0xLjcK\"}" && [ "$(got .error.field)" = media ]; }
# abuse 20
check 'what is not what it says it is is refused' other_kind

drafts() {
	local id
	post "$olga" 200 draft_save '{"draft_of": "signal", "draft_text": "family=Testovsky"}' && id=$(got .draft)
	gives 200 -H "Authorization: Bearer $olga" "$base/api/v1/draft_list" && [ "$(got '.rows | length')" = 1 ] &&
		gives 404 -H "Authorization: Bearer $lina" "$base/api/v1/draft_read?draft=$id" &&
		gives 200 -H "Authorization: Bearer $olga" "$base/api/v1/draft_read?draft=$id" && [ "$(got .draft_text)" = family=Testovsky ]
}
check "a draft is its writer's alone" drafts
about_her() {
	local kept='"draft_of": "sheet", "draft_text": "words=Mykola Testovsky rang"'
	about "$rasa" 404 draft_save ", $kept" && about "$olga" 200 draft_save ", $kept"
}
check 'and about a person only where her file is known' about_her
shift_over() {
	local to task words='Mykola Testovsky rings at ten, answer him.'
	to=$(curl -s -H "Authorization: Bearer $olga" "$base/api/v1/colleague_list" | jq -r '.rows[] | select(.staff_name == "Lina") | .user')
	post "$olga" 422 shift_hand "{\"to\": \"$to\", \"words\": \"Ring him, +370 612 34567, at ten.\"}" && [ "$(got .error.field)" = words ] &&
		post "$olga" 200 shift_hand "{\"to\": \"$to\", \"words\": \"$words\"}" &&
		gives 200 -H "Authorization: Bearer $lina" "$base/api/v1/task_list?mine=true" || return
	task=$(jq -r '.rows[] | select(.task_kind == "handover") | .task' "$TMP_DIR/body")
	gives 404 -H "Authorization: Bearer $olga" "$base/api/v1/task_read?task=$task" &&
		gives 200 -H "Authorization: Bearer $lina" "$base/api/v1/task_read?task=$task" && [ "$(got .why)" = "$words" ] &&
		post "$lina" 200 task_done "{\"task\": \"$task\"}" &&
		gives 200 -H "Authorization: Bearer $lina" "$base/api/v1/task_read?task=$task" && [ "$(got .why)" = null ]
}
check 'what is told at the end of a shift is for one, and goes once it is done' shift_over
stop
clear_words() { grep -rlai -e testovsky -e bench "$dir" "$TMP_DIR/serve.err" "$TMP_DIR/serve.out"; }
check 'nothing of it stands in clear in any file the registry leaves' [ -z "$(clear_words)" ]
check 'and the log is whole' "$ATRAMA" audit verify "$dir" --deep
