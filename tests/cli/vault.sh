#!/bin/bash
# What a seized server opens: its folder and its root key file, read by a program that tries all they can do. Addresses and
# notes open only with a member's password; an operator at the machine, who has none, can add and not read.
. "$ROOT/tests/lib/serve.sh"
echo 1..32

seize=$(dirname "$ATRAMA")/tests/control/seize dir=$TMP_DIR/registry
seized() { # EXPECTED [LOGIN PASSWORD]
	rm -rf "$TMP_DIR/taken"
	cp -r "$dir" "$TMP_DIR/taken"
	"$seize" "$TMP_DIR/taken" "${@:2}" >"$TMP_DIR/seized" || return
	grep -qx "$1" "$TMP_DIR/seized" || { cat "$TMP_DIR/seized"; return 1; }
}
as() { # LOGIN OP JSON
	"$ATRAMA" op "$dir" "$2" "$3" --as "$1"
}
house() { # LOGIN ADDRESS
	as "$1" place_create "{\"label\": \"House\", \"region\": \"panevezys\", \"sex\": \"female\", \"beds\": 2, \"language\": [\"lt\"],
		\"address\": \"$2\"}" | jq -r .place
}
told() { # LOGIN NOTE
	as "$1" signal_record "{\"municipality\": \"rokiskis\", \"source\": \"met\", \"age\": \"25_39\", \"sex\": \"female\",
		\"language\": \"uk\", \"happened\": \"$(date +%F)\", \"note\": \"$2\"}" | jq -r .person
}
refused() { # SENTENCE LOGIN OP JSON
	as "${@:2}" >"$TMP_DIR/out" 2>&1 && return 1
	grep -q "$1" "$TMP_DIR/out"
}
ask() { # SESSION OP JSON
	curl -s -H "Authorization: Bearer $1" -H 'Content-Type: application/json' -H "Idempotency-Key: $(key)" -d "$3" "$base/api/v1/$2"
}
opens() { # ADDRESS SESSION PLACE
	ask "$2" place_address "{\"place\": \"$3\"}" >"$TMP_DIR/out"
	jq -e --arg a "$1" '.address == $a' "$TMP_DIR/out" || { cat "$TMP_DIR/out"; return 1; }
}
says() { # STATE SESSION
	[ "$(ask "$2" factor_list '{}' | jq -r .vault)" = "$1" ]
}

check 'a registry is made' registry "$dir"
first=$(house lina 'Liepu 7, Rokiskis')
person=$(told lina 'Bijo dedes Petro.')
told rasa 'Ja atveze baltas autobusas.' >/dev/null
check 'before anybody has signed in the root key holds the vaults, and the program finds that' \
	seized 'names 3/3 addresses 1/1 notes 2/2'
kept=$(sqlite3 "$dir/store.db" "SELECT group_concat(hex(kept), ' ') FROM vault WHERE org = 2")
check 'it is kept' test "${#kept}" -eq 150

check 'served' serve "$dir" || exit
lina=$(token lina)
check 'she who has signed in opens the address' opens 'Liepu 7, Rokiskis' "$lina" "$first"
check 'and is told that it is open to her' says open "$lina"
# abuse 7
check 'an operator in her name does not' refused 'Sign in with your password to open this' lina place_address "{\"place\": \"$first\"}"
check 'but can add another, which opens to her' opens 'Beržų 3' "$lina" "$(house lina 'Beržų 3')"
told lina 'Antras įrašas.' >/dev/null
olga=$(token olga)
check 'a colleague who had an account when she signed in is let in already' opens 'Liepu 7, Rokiskis' "$olga" "$first"

add() { # LOGIN ROLE
	password "$1" | "$ATRAMA" user add "$dir" "$1" --name "$1" --org haven --role "$2" >/dev/null
}
add zita supervisor
add nora support
nora=$(token nora)
check 'one who comes later has to wait' says waiting "$nora"
check 'and opens nothing yet' bash -c "! jq -e .address <<<'$(ask "$nora" place_address "{\"place\": \"$first\"}")'"
ask "$olga" session_close '{}' >/dev/null
olga=$(token olga)
check 'until somebody who can open it signs in' opens 'Liepu 7, Rokiskis' "$nora" "$first"

# A supervisor writes down the words; somebody whom nobody is there to let in opens with them.
page() { # SESSION PATH
	curl -s -b "sid=$1" -H 'Accept-Language: en' "$base$2" | tr -d "'"
}
zita=$(token zita)
words=$(ask "$zita" vault_phrase '{}' | jq -r .phrase)
check 'a supervisor has nine words' test "$(wc -w <<<"$words")" -eq 9
check 'and a page to make them' bash -c "grep -q 'action=\"/account/vault/phrase\"' <<<'$(page "$zita" /account/vault/phrase)'"
add vida support
vida=$(token vida)
check 'the page of one who waits asks for the words' bash -c "grep -q 'name=\"phrase\"' <<<'$(page "$vida" /account/vault)'"
check 'other words do not let her in' bash -c "jq -e '.error.field == \"phrase\"' <<<'$(ask "$vida" vault_open '{"phrase": "babad bamag bibaj bimal boban bomar bubat bumaz vajok"}')'"
check 'the words do' bash -c "jq -e '.vault == \"open\"' <<<'$(ask "$vida" vault_open "{\"phrase\": \"$words\"}")'"
check 'and what was sealed before opens to her' opens 'Liepu 7, Rokiskis' "$vida" "$first"

# Two sign-ins of one account at the same moment, the first it ever makes.
for i in 1 2; do
	curl -s "$base/api/v1/session_open" -H 'Content-Type: application/json' \
		-d "{\"login\": \"rasa\", \"password\": \"$(password rasa)\"}" >"$TMP_DIR/at-once.$i" &
done
wait %2 %3 2>/dev/null
check 'two first sign-ins at once both go on' bash -c "jq -e .session '$TMP_DIR/at-once.1' && jq -e .session '$TMP_DIR/at-once.2'"
rasa=$(token rasa)
check 'and the vault of the police opens' says open "$rasa"

ask "$lina" password_change "{\"password\": \"$(password lina)\", \"new_password\": \"eight-slow-rivers\"}" >"$TMP_DIR/out"
check 'a changed password opens as before' opens 'Liepu 7, Rokiskis' "$lina" "$first"

stop >/dev/null
# abuse 28, 30
check 'the folder with its root key file opens no address and no note: seized' seized 'names 6/6 addresses 0/2 notes 0/3'
check "with a member's password her organisation's open, and no other's" \
	seized 'names 6/6 addresses 2/2 notes 2/3' lina eight-slow-rivers
check "so with her colleague's" seized 'names 6/6 addresses 2/2 notes 2/3' olga "$(password olga)"
check 'with the password of before nothing does' bash -c "! '$seize' '$TMP_DIR/taken' lina '$(password lina)'"
check "with an officer's, the note of the police alone" seized 'names 6/6 addresses 0/2 notes 1/3' rasa "$(password rasa)"
holds() { # HEX: whether a file of the registry holds these bytes
	local file
	for file in "$dir"/store.db*; do
		od -An -v -tx1 "$file" | tr -d ' \n' | grep -qiF "$1" && return
	done
}
check 'the program finds bytes that are there' holds "$(sqlite3 "$dir/store.db" 'SELECT hex(public) FROM vault WHERE org = 2')"
check 'what the root key held is nowhere in the store any more' bash -c "$(declare -f holds); dir='$dir'; ! holds '$kept'"
check 'nor are the words, nor any code that was shown once' bash -c "! grep -qaiF -e '$words' -e '$(tr -d ' ' <<<"$words")' -f <(cat '$TMP_DIR'/proofs/*) -r '$dir'"
check 'notes die with her: the key of the person' sqlite3 "$dir/store.db" "DELETE FROM person_key WHERE person = 1"
check 'and her note opens to nobody, the other still does' seized 'names 6/6 addresses 2/2 notes 1/3' lina eight-slow-rivers
rm "$dir/keys/root"
check 'without the root key file nothing opens, not even with the password' \
	bash -c "! '$seize' '$dir' lina eight-slow-rivers"
