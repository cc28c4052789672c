#!/bin/bash
# The operations as an API: what OpenAPI says is what happens.
. "$ROOT/tests/lib/serve.sh"
echo 1..24

dir=$TMP_DIR/registry
check 'a registry is made' registry "$dir"
check 'and served' serve "$dir" || exit
json='Content-Type: application/json'
body() { jq -e "$1" "$TMP_DIR/body" || { cat "$TMP_DIR/body"; return 1; }; }

check 'the description needs no sign-in' gives 200 "$base/api/openapi.json"
check 'it is OpenAPI 3.1 and describes every operation with its answers and its errors' body \
	'.openapi == "3.1.0" and ([.paths[] | .[] | select((.responses | has("200") and has("422")) | not)] == []) and (.paths | length > 40)'
check 'every reference in it leads somewhere' body \
	'. as $d | [.. | objects | ."$ref"? // empty | ltrimstr("#/") | split("/") | . as $p | select(($d | getpath($p)) == null)] == []'
check 'codes of the country are in it' body '.components.schemas.municipality.enum | index("rokiskis") != null'

check 'a wrong password is refused' gives 401 "$base/api/v1/session_open" -H "$json" -d '{"login": "rasa", "password": "no"}'
rasa="Authorization: Bearer $(token rasa)" lina="Authorization: Bearer $(token lina)"
as_rasa() { gives "$1" -H "$rasa" -H "$json" "${@:2}"; }

sign() { jq -nc --arg day "$(date +%F)" '{municipality: "rokiskis", source: "met", age: "18_24", sex: "female", language: "uk", happened: $day}'; }
check 'a write needs a key' as_rasa 422 "$base/api/v1/signal_record" -d "$(sign)"
check 'and is told so by name' body '.error.field == "Idempotency-Key" and .error.code == "invalid"'
once=$(key)
check 'with one it is done' as_rasa 200 "$base/api/v1/signal_record" -H "Idempotency-Key: $once" -d "$(sign)"
person=$(jq -r .person "$TMP_DIR/body")
check 'sent again it is answered again' as_rasa 200 "$base/api/v1/signal_record" -H "Idempotency-Key: $once" -d "$(sign)"
check 'with the same answer' [ "$person" = "$(jq -r .person "$TMP_DIR/body")" ]
check 'with another input it is refused' as_rasa 409 "$base/api/v1/signal_record" -H "Idempotency-Key: $once" \
	-d "$(sign | jq -c '.age = "40_up"')"
check 'a broken rule is named with its field' as_rasa 422 "$base/api/v1/signal_record" -H "Idempotency-Key: $(key)" \
	-d "$(sign | jq -c '.age = "old"')"
check 'namely this one' body '.error.field == "age" and (.error.say | length > 0)'
check 'what only reads takes a query' as_rasa 200 "$base/api/v1/person_read?person=$person"
check 'a person of others is not found' gives 404 -H "$lina" "$base/api/v1/person_read?person=$person"
check 'a cookie opens nothing here' gives 401 -H "Cookie: sid=${rasa##* }" "$base/api/v1/person_list"
check 'a write is not asked for with GET' gives 422 -H "$rasa" "$base/api/v1/signal_record?age=old"
check 'a secret has no place in an address' gives 422 "$base/api/v1/session_open?login=rasa&password=x"
check 'nor has a name' gives 422 -H "$rasa" "$base/api/v1/person_find?given=A&family=B&born=1990"
refused() { # hostile bodies: all of them answered, none with a fault of ours
	local bad got
	for bad in '' '{' '[]' '"x"' 'null' '{"a": 1, "a": 2}' '{"person": 1e999}' '{"person": "\ud800"}' "$(printf '[%.0s' $(seq 100))" \
		"$(printf '{"a":%.0s' $(seq 3000))" '{"person": ["x"]}' '{"other": 1}' '{"person": {"$ref": 1}}' "$(printf '{"person":"\xff"}')"; do
		got=$(curl -s -o "$TMP_DIR/body" -w '%{http_code}' -H "$rasa" -H "$json" --data-binary "$bad" "$base/api/v1/person_read")
		[ "$got" = 422 ] || { echo "$got for $bad"; return 1; }
	done
}
check 'what is no input is refused' refused
batch=$(jq -nc --argjson sign "$(sign)" --arg one "$(key)" --arg two "$(key)" '{calls: [
	{op: "signal_record", key: $one, in: $sign},
	{op: "consent_record", key: $two, in: {person: "$0.person", purpose: "support", org: "haven", consent_state: "given",
		language: "uk", read_aloud: true}},
	{op: "person_read", in: {person: "$0.person"}}]}')
check 'a batch is done in order, later calls on what earlier ones gave' as_rasa 200 "$base/api/v1/batch" -d "$batch"
check 'all of it' body '(.answers | length == 3) and ([.answers[] | has("ok")] | all) and .answers[2].ok.person == .answers[0].ok.person'
