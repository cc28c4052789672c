#!/bin/bash
# Messages about work, caught by a mail server of this test: nothing in them but that there is work; none is lost while the
# server is down, none comes twice, and the process that sends them has no keys and is replaced when it dies.
. "$ROOT/tests/lib/serve.sh"
echo 1..19

dir=$TMP_DIR/registry box=$TMP_DIR/box address=lina.kalniene@mail.example.org
mkdir "$box"
node=$ROOT/tools/node
sql() { sqlite3 -cmd '.timeout 3000' "$dir/store.db" "$1"; }
as() { # LOGIN OP JSON
	"$ATRAMA" op "$dir" "$2" "$3" --as "$1"
}
child_found() { # as the police, over the API if it is served: a child who needs a bed, and Haven asked
	person=$(as rasa signal_record "{\"municipality\": \"rokiskis\", \"source\": \"met\", \"age\": \"12_17\", \"sex\": \"female\",
		\"language\": \"uk\", \"happened\": \"$(date +%F)\"}" | jq -r .person)
	referral=$(as rasa referral_send "{\"person\": \"$person\", \"org\": \"haven\", \"purpose\": \"support\", \"need\": [\"shelter\"]}" |
		jq -r .referral)
	[ -n "$referral" ]
}
sink() { # starts the mail server
	rm -f "$box/ready"
	"$node" "$ROOT/tests/lib/sink.mjs" "$smtp" "$box" &
	sink=$!
	for _ in $(seq 100); do [ -e "$box/ready" ] && return; sleep 0.05; done
	return 1
}
kept_n() { find "$box" -name '*.eml' | wc -l; }
comes() { # N: so many messages in all, soon
	for _ in $(seq 100); do [ "$(kept_n)" -ge "$1" ] && break; sleep 0.05; done
	[ "$(kept_n)" = "$1" ]
}
becomes() { # VALUE SQL: the store says so, soon
	for _ in $(seq 100); do [ "$(sql "$2")" = "$1" ] && return; sleep 0.05; done
	sql "$2"
	return 1
}
# The hour, or the minute, has passed. What the keeper does next tells it.
time_passes() { sql 'UPDATE outbox SET at = 1; UPDATE outbox SET sent_at = 1 WHERE sent_at IS NOT NULL' && as rasa person_list '{}' >/dev/null &&
	as rasa mail_set '{}' >/dev/null; }
smtp=$(free_port)
send="$node $ROOT/tests/lib/post.mjs $smtp"
trap 'stop_all; [ -n "${sink:-}" ] && kill "$sink" 2>/dev/null' EXIT

check 'a registry is made' registry "$dir"
check 'she writes down her address' as lina mail_set "{\"mail\": \"$address\"}"
check 'and reads it' bash -c "'$ATRAMA' op '$dir' mail_read '{}' --as lina | jq -e '.mail == \"$address\"'"
check 'a second line in it is refused' bash -c "! '$ATRAMA' op '$dir' mail_set '{\"mail\": \"a@example.org\\nBcc: b@example.org\"}' --as lina"

# The mail server is down.
check 'served' serve "$dir" --send "$send" || exit
check 'a child needs a bed tonight' child_found
check 'the message that could not be sent waits' becomes '1|1' \
	"SELECT count(*), min(at) > 0 FROM outbox WHERE sent_at IS NULL AND tries = 1 AND at < strftime('%s', 'now') * 1000000 + 61000000"
check 'nothing was kept anywhere' test "$(kept_n)" = 0
stop
check 'the service ends, and the address stands in no file it left' \
	bash -c "! grep -rlaF -e kalniene -e lina.kal '$dir' '$TMP_DIR/serve.err' '$TMP_DIR/serve.out'"

# It is back.
sink
sql 'UPDATE outbox SET at = 1'
check 'served again' serve "$dir" --send "$send" || exit
check 'the message comes' comes 1
mail=$(find "$box" -name '*.eml')
words() { # everything in it that is not the same in every message
	sed -e "s/^RCPT TO:<$address>\$//; s/^To: $address\$//" -e '/^MAIL FROM:<registry@example.org>$/d' -e '/^Subject: Atrama$/d' \
		-e '/^MIME-Version: 1.0$/d; /^Content-T[-a-zA-Z]*: [-a-zA-Z0-9/;=]*\( charset=UTF-8\)\?$/d; /^Auto-Submitted: auto-generated$/d' \
		-e '/^$/d' "$1"
}
check 'it says in four languages that there is work, and no other word' \
	bash -c "[ \$(wc -l <<<'$(words "$mail")') = 4 ] && [ \$(grep -c Atram <<<'$(words "$mail")') = 4 ]"
check 'no name, organisation, place or reference' \
	bash -c "! grep -qiE 'lina[^.]|rasa|haven|police|rokisk|panevez|bed|child|shelter|$person|$referral' '$mail'"
check 'it was sent once' becomes '1' 'SELECT count(*) FROM outbox WHERE sent_at IS NOT NULL'

child_found
check 'a second child within the hour: the next message waits' becomes 1 \
	"SELECT count(*) FROM outbox WHERE sent_at IS NULL AND at > strftime('%s', 'now') * 1000000 + 3000000000"
mailer=$(for pid in $(cat "/proc/$service/task/$service/children"); do grep -qz '^mailer$' "/proc/$pid/cmdline" && echo "$pid"; done)
closed() { ! ls -l "/proc/$mailer/fd" | grep "$dir" && ! tr '\0' ' ' <"/proc/$mailer/cmdline" | grep "$address"; }
check 'the mailer has nothing of the registry open, and no address in its arguments' closed
kill -KILL "$mailer"
time_passes
check 'another mailer takes the place of one that died, and the message comes' comes 2
becomes 0 'SELECT count(*) FROM outbox WHERE sent_at IS NULL'
child_found
touch "$box/refuse"
time_passes
check 'what the server refuses is kept for later' becomes 1 'SELECT count(*) FROM outbox WHERE sent_at IS NULL AND tries >= 1 AND at > 1'
stop
check 'and the log is whole' "$ATRAMA" audit verify "$dir" --deep
