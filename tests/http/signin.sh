#!/bin/bash
# Signing in to a real registry: the second proof, what half of it may do, codes that work once, devices, sessions.
. "$ROOT/tests/lib/serve.sh"
echo 1..48

dir=$TMP_DIR/registry
check 'a registry is made' registry "$dir"
check 'and served' serve "$dir" || exit
api() { # STATUS OPERATION SESSION JSON [CURL ARGUMENT...]
	gives "$1" "$base/api/v1/$2" -H 'Content-Type: application/json' ${3:+-H "Authorization: Bearer $3"} -H "Idempotency-Key: $(key)" \
		-d "$4" "${@:5}"
}
got() { jq -r "$1 // empty" "$TMP_DIR/body"; }
is() { [ "$1" = "$2" ] || { echo "$1"; return 1; }; }
opening() { jq -nc --arg l "$1" --arg p "${2:-$(password "$1")}" --arg d "${3-}" '{login: $l, password: $p} + if $d == "" then {} else {device: $d} end'; }

check 'a password is taken' api 200 session_open '' "$(opening rasa)"
half=$(got .session)
check 'and is half of it: a second proof has to be set up' is "$(got .step)" enrol
check 'half of it reads no list' api 403 person_list "$half" '{}'
check 'records nothing' api 403 own_record "$half" '{"given": "Ona"}'
check 'changes no password' api 403 password_change "$half" "{\"password\": \"$(password rasa)\", \"new_password\": \"another quiet harbour\"}"
check 'sees not even what it could prove itself with' api 403 factor_list "$half" '{}'
check 'it may set up an authenticator' api 200 totp_begin "$half" '{}'
secret=$(got .totp_uri | sed 's/.*secret=\([A-Z2-7]*\).*/\1/')
check 'whose address tells nobody a name' bash -c "! grep -qi rasa '$TMP_DIR/body'"
check 'a wrong code does not confirm it' api 422 totp_confirm "$half" '{"code": "000000"}'
first=$(totp "$secret")
check 'the right one does' api 200 totp_confirm "$half" "{\"code\": \"$first\"}"
full=$(got .session) device=$(got .device)
codes=($(jq -r '.recovery[]' "$TMP_DIR/body"))
check 'and is the sign-in, with ten recovery codes' is "$(got .step)-${#codes[@]}" done-10
# abuse 14
check 'under another text: the first one is nobody' api 401 factor_list "$half" '{}'
check 'it works' api 200 person_list "$full" '{}'
check 'the last proof cannot be removed' api 409 factor_remove "$full" \
	"{\"factor_id\": \"$(proof_ask "$base" factor_list "$full" '{}' | jq -r '.rows[0].factor_id')\"}"

check 'the next time' api 200 session_open '' "$(opening rasa)"
half=$(got .session)
check 'a code is asked for' is "$(got .step)" code
check 'nobody who has only the password sets up another' api 403 totp_begin "$half" '{}'
check 'the code that was used is not taken' api 403 session_code "$half" "{\"code\": \"$first\"}"
check 'that of the next half minute is' api 200 session_code "$half" "{\"code\": \"$(totp "$secret" 1)\"}"
second=$(got .session)
check 'with another text than before' [ "$second" != "$half" ]
check 'once' bash -c "! grep -q . <<<\"$(proof_ask "$base" session_code "$second" "{\"code\": \"$(totp "$secret" 1)\"}" | jq -r '.session // empty')\""
recover() { # STATUS CODE
	api 200 session_open '' "$(opening rasa)" && api "$1" session_code "$(got .session)" "{\"code\": \"$2\"}"
}
check 'a recovery code stands in for it' recover 200 "$(tr -d - <<<"${codes[0]^^}")"
check 'once' recover 403 "${codes[0]}"

check 'where one is signed in is shown' api 200 session_list "$full" '{}'
check 'this one, and two others' is "$(jq -c '[(.rows | length), ([.rows[] | select(.current)] | length)]' "$TMP_DIR/body")" '[3,1]'
there=$(proof_ask "$base" session_list "$second" '{}' | jq -r '.rows[] | select(.current).tag')
check 'nobody else can end it' api 404 session_kill "$(token lina)" "{\"tag\": \"$there\"}"
check 'its owner can' api 200 session_kill "$full" "{\"tag\": \"$there\"}"
check 'then it is nobody' api 401 person_list "$second" '{}'

check 'proving again takes the password' api 422 session_confirm "$full" "{\"password\": \"not that\", \"code\": \"${codes[1]}\"}"
check 'and a code' api 422 session_confirm "$full" "{\"password\": \"$(password rasa)\"}"
check 'both are enough' api 200 session_confirm "$full" "{\"password\": \"$(password rasa)\", \"code\": \"${codes[1]}\"}"
check 'a wrong present password is counted' bash -c "for i in 1 2 3 4 5 6; do $(declare -f proof_ask);
	proof_ask '$base' session_confirm '$full' '{\"password\": \"no\", \"code\": \"${codes[2]}\"}'; done | tail -n 1 | grep -q busy"

# Whoever hammers an account from one network makes that network wait, and nobody else. The whole 127/8 is this machine.
wrong() { for _ in $(seq "$1"); do api 401 session_open '' "$(opening rasa 'not her password')" --interface 127.0.0.2 || return; done; }
hammer() { wrong 5 && sleep 1.1 && wrong 1 && sleep 2.1 && wrong 1; } # each wait is twice the last: now 4 s
check 'seven wrong passwords from elsewhere' hammer
check 'and even the right one has to wait there' api 401 session_open '' "$(opening rasa)" --interface 127.0.0.2
check 'but not from here' api 200 session_open '' "$(opening rasa)"
# abuse 35
check 'nor there on a device she came from before' api 200 session_open '' "$(opening rasa '' "$device")" --interface 127.0.0.2
check 'a device of somebody else helps nobody' api 401 session_open '' "$(opening lina 'not hers' "$device")" --interface 127.0.0.2
stop
found=$(grep -rlaF -e "$secret" -e "${codes[4]}" -e "$(tr -d - <<<"${codes[4]}")" -e "$device" -e "$full" -e 127.0.0.2 \
	-e "$(printf %s "$secret" | base32 -d | od -An -v -tx1 | tr -d ' \n')" "$dir"/store.db* "$dir"/*.log "$TMP_DIR/serve.err" 2>/dev/null)
check 'no secret, code, device, session or address stands in the store or the log' is "$found" ''

# The same in a browser.
serve "$dir"
jar=$TMP_DIR/jar
page() { gives "$1" -b "$jar" -c "$jar" "$base$2" "${@:3}"; }
form() { grep -o "name=\"$1\" value=\"[^\"]*\"" "$TMP_DIR/body" | head -n 1 | sed 's/.*value="//; s/"$//; s/&amp;/\&/g'; }
hidden() { echo "-d csrf=$(form csrf) -d key=$(form key)"; }
password olga >/dev/null
check 'a page leads to the second proof' page 303 /sign-in -d login=olga -d "password=$(password olga)"
check 'until then every page leads there' bash -c \
	"curl -sL -o /dev/null -b '$jar' -w '%{url_effective}' '$base/people' | grep -q '/sign-in/enrol'"
page 200 /account/authenticator
check 'a picture is shown to scan' page 200 /account/authenticator $(hidden)
secret=$(form totp_uri | sed 's/.*secret=\([A-Z2-7]*\).*/\1/')
check 'as a drawing in the page' grep -q '<svg class="at-qr"' "$TMP_DIR/body"
check 'a wrong code shows it again' page 422 /account/authenticator $(hidden) --data-urlencode "totp_uri=$(form totp_uri)" -d code=000000
check 'the right one shows the recovery codes' page 200 /account/authenticator $(hidden) \
	--data-urlencode "totp_uri=$(form totp_uri)" -d "code=$(totp "$secret")"
check 'and signs in' page 200 /work
check 'a device is remembered for a year, out of reach of scripts' bash -c \
	"grep -q '^#HttpOnly_127.0.0.1.*device' '$jar'"
