#!/bin/bash
# make.sh ATRAMA NAME - what tests/cli/migrate.sh starts from: NAME.sql and NAME.root, a small registry as ATRAMA leaves it.
#
# Run once, with the program of a release, when its schema is released; NAME is its newest migration. The files are never
# made again: an older program wrote them, and that is their worth. Nobody in them exists; the key opens nothing else.
set -euo pipefail
atrama=$1 here=$(cd "$(dirname "$0")" && pwd)/$2 dir=$(mktemp -d)/registry
trap 'rm -rf "$(dirname "$dir")"' EXIT

day() { date -d "$1 days" +%F; }
does() { "$atrama" op "$dir" "$2" "$3" --as "$1"; } # LOGIN OPERATION JSON
opens() { does "$1" file_open "{\"person\": \"$2\", \"use\": \"$3\", \"knows\": false}"; }
agrees() { # LOGIN PERSON PURPOSE ORG MORE
	does "$1" consent_record "{\"person\": \"$2\", \"purpose\": \"$3\", \"org\": \"$4\", \"consent_state\": \"given\", \"language\": \"uk\",
		\"read_aloud\": true $5}"
}
refers() { # LOGIN PERSON PURPOSE ORG NEED: the reference
	does "$1" referral_send "{\"person\": \"$2\", \"org\": \"$4\", \"purpose\": \"$3\", \"need\": [\"$5\"], \"note\": \"A quiet room.\"}" | jq -r .referral
}

"$atrama" init "$dir"
while read -r org name kind login role; do
	"$atrama" op "$dir" org_create "{\"org\": \"$org\", \"org_name\": \"$name\", \"org_kind\": \"$kind\", \"region\": \"panevezys\"}"
	echo seven-quiet-harbours | "$atrama" user add "$dir" "$login" --name "${login^} Nobody" --org "$org" --role "$role" \
		--vetted 2036-01-01 --trained 2036-01-01
done <<-END
	police Police police rasa officer
	haven Haven ngo lina support
	bureau Bureau police daiva decider
END

# A woman who is helped, decided about, and has time to decide.
she=$(does rasa signal_record "{\"municipality\": \"rokiskis\", \"source\": \"met\", \"age\": \"25_39\", \"sex\": \"female\", \"language\": \"uk\",
	\"happened\": \"$(day -3)\"}" | jq -r .person)
opens rasa "$she" support
does rasa identity_record "{\"person\": \"$she\", \"given\": \"Olena\", \"family\": \"Neisnykla\", \"born\": 1996}"
agrees rasa "$she" support haven ''
does lina referral_accept "{\"referral\": \"$(refers rasa "$she" support haven shelter)\"}"
opens lina "$she" support
house=$(does lina place_create '{"label": "House with a garden", "region": "panevezys", "sex": "female", "beds": 2, "language": ["lt"],
	"address": "Nowhere 7"}' | jq -r .place)
does lina placement_start "{\"person\": \"$she\", \"place\": \"$house\", \"happened\": \"$(day -1)\"}"
does lina service_record "{\"person\": \"$she\", \"need\": \"health\", \"happened\": \"$(day -1)\"}"
does lina presumption_record "{\"person\": \"$she\", \"form\": [\"labour_forced\"], \"happened\": \"$(day -1)\"}"
does lina clock_start "{\"person\": \"$she\", \"clock\": \"reflection\", \"happened\": \"$(day -1)\"}" ||
	does lina reflection_start "{\"person\": \"$she\", \"happened\": \"$(day -1)\"}" # before 010
agrees lina "$she" decision bureau ''
does daiva referral_accept "{\"referral\": \"$(refers lina "$she" decision bureau decision)\"}"
opens daiva "$she" decision
decision=$(does daiva decision_record "{\"person\": \"$she\", \"outcome\": \"identified\", \"form\": [\"labour_forced\"],
	\"decided_on\": \"$(day 0)\"}" | jq -r .decision)
if does lina sheet_list "{\"person\": \"$she\"}"; then # since 010
	does lina sheet_record "{\"person\": \"$she\", \"sheet\": \"need\", \"happened\": \"$(day -1)\", \"says\": [\"need=shelter\", \"need=health\"]}"
	does lina review_ask "{\"person\": \"$she\", \"decision\": \"$decision\", \"asked_by\": \"self\", \"words\": \"Something new came to light.\"}"
fi

# A boy for whom there is no room.
he=$(does rasa signal_record "{\"municipality\": \"birzai\", \"source\": \"met\", \"age\": \"12_17\", \"sex\": \"male\", \"language\": \"lt\",
	\"happened\": \"$(day -2)\"}" | jq -r .person)
opens rasa "$he" support
agrees rasa "$he" support haven ', "consent_by": "parent"'
does lina referral_decline "{\"referral\": \"$(refers rasa "$he" support haven health)\", \"decline\": \"full\"}"

"$atrama" audit verify "$dir" --deep
{
	echo "-- What tests/golden/store/make.sh made with the program whose newest migration was $2. Never edited."
	echo 'PRAGMA application_id = 0x41747261;'
	echo 'PRAGMA journal_mode = WAL;'
	sqlite3 "$dir/store.db" .dump
} >"$here.sql"
cp "$dir/keys/root" "$here.root"
chmod 644 "$here.root"
