#!/bin/bash
# What a page refuses: forms from elsewhere, requests too large, questions that would tell something.
. "$ROOT/tests/lib/serve.sh"
echo 1..37

dir=$TMP_DIR/registry
check 'a registry is made' registry "$dir"
check 'and served' serve "$dir" || exit
jar=$TMP_DIR/jar other=$TMP_DIR/other
sign_in rasa "$jar"
sign_in olga "$other"
form=$(csrf "$jar")
check 'a form holds a token' [ ${#form} -ge 32 ]
a() { gives "$1" -b "$jar" "${@:2}"; }
now=$(date +%F)
signal() { # TOKEN KEY CURL ARGUMENT...
	curl -s -o "$TMP_DIR/body" -w '%{http_code}' -b "$jar" "$base/sign/new" -d "csrf=$1" -d "key=$2" -d source=met -d sex=female \
		-d age=18_24 -d language=uk -d municipality=rokiskis -d "happened=$now" "${@:3}"
}
count() {
	curl -s -b "$jar" "$base/api/v1/person_list" -H "Authorization: Bearer $(token rasa)" | jq '.rows | length'
}

check 'without the token nothing is written' [ "$(signal '' "$(key)")" = 403 ]
# abuse 16
check 'with the token of another session neither' [ "$(signal "$(csrf "$other")" "$(key)")" = 403 ]
check 'from another site neither' [ "$(signal "$form" "$(key)" -H 'Origin: https://other.example')" = 403 ]
check 'from a page of nowhere neither' [ "$(signal "$form" "$(key)" -H 'Origin: null')" = 403 ]
check 'nor where the browser says: another site' [ "$(signal "$form" "$(key)" -H 'Sec-Fetch-Site: cross-site')" = 403 ]
check 'nor: another host of this site' [ "$(signal "$form" "$(key)" -H 'Sec-Fetch-Site: same-site')" = 403 ]
check 'nothing was written' [ "$(count)" = 0 ]
once=$(key)
check 'with its own token it is' [ "$(signal "$form" "$once" -H "Origin: $base" -H 'Sec-Fetch-Site: same-origin')" = 303 ]
check 'sent twice it is written once' [ "$(signal "$form" "$once"; count)" = 3031 ]
check 'a form in JSON is no form' a 422 "$base/sign/new" -H 'Content-Type: application/json' -d '{}'
check 'nor is plain text' a 422 "$base/sign/new" -H 'Content-Type: text/plain' -d 'a=b'
check 'a page that takes none refuses one' a 403 "$base/work" -d 'a=b'

person=$(curl -s "$base/api/v1/person_list" -H "Authorization: Bearer $(token rasa)" | jq -r '.rows[0].person')
check 'a person one works with is shown' a 200 "$base/person/$person"
same() { # JAR PATH PATH...: the same status and the same bytes, but for the form's token, which is another each time
	local first=
	for path in "${@:2}"; do
		got=$(curl -s -b "$1" -w '%{http_code}' "$base$path" | sed -E 's/(name="csrf" value=")[0-9a-f]{64}"/\1"/' | md5sum)
		[ "${first:=$got}" = "$got" ] || { echo "$path differs"; return 1; }
	done
}
check 'a person of others, nobody, nonsense and no page are the same bytes' \
	same "$other" "/person/$person" "/person/$(key)" /person/x /person/ /nothing "/nothing?x=y"
check 'and none of them is found' gives 404 -b "$other" "$base/person/$person"
took() { # PATH: the slowest of ten, in ms
	for _ in 1 2 3 4 5 6 7 8 9 10; do curl -s -o /dev/null -b "$other" -w '%{time_total}\n' "$base$1"; done | sort -n | head -n 1
}
check 'in much the same time' awk -v a="$(took "/person/$person")" -v b="$(took "/person/$(key)")" \
	'BEGIN { exit !(a < b + 0.05 && b < a + 0.05) }'

check 'a stranger is led to the sign-in page' bash -c \
	"curl -s -o /dev/null -w '%{redirect_url}' '$base/person/$person?a=b' | grep -qx '$base/sign-in?next=%2Fperson%2F$person%3Fa%3Db'"
next() { # PATH: where one is after both steps
	local to
	to=$(curl -s -o /dev/null -c "$TMP_DIR/next" -w '%{redirect_url}' "$base/sign-in" -d login=rasa -d "password=$(password rasa)" \
		--data-urlencode "next=$1")
	case $to in "$base/sign-in/code?next="*) ;; *) echo "$to"; return ;; esac
	curl -s -o /dev/null -b "$TMP_DIR/next" -w '%{redirect_url}' "$base/sign-in/code" --data-urlencode "next=$1" \
		-d "code=$(proof_of "$base" rasa "$(password rasa)" "$(kept rasa)")"
}
check 'from where one comes back' [ "$(next /about?x=y)" = "$base/about?x=y" ]
led() { for to in https://other.example //other.example '/\other.example' 'x' '/a b'; do
	case $(next "$to") in "$base"/*) ;; *) echo "$to"; return 1 ;; esac; done; }
check 'and never to another site' led
fields() { for i in $(seq "$1"); do printf 'a%s=b&' "$i"; done; }
check 'five hundred fields are read, one more is not' bash -c \
	"[ \$(curl -s -o /dev/null -w '%{http_code}' '$base/sign-in' -d '$(fields 500)') != 413 ] &&
	 [ \$(curl -s -o /dev/null -w '%{http_code}' '$base/sign-in' -d '$(fields 501)') = 413 ]"

# No body touches the disk: 900 KiB, slowly, while somebody looks.
head -c 921600 /dev/zero | tr '\0' a >"$TMP_DIR/body900"
files_seen() { # URL: how often a file stood in the folder for bodies, or was open there without a name
	local seen=0 sender
	curl -s -o /dev/null --limit-rate 600k -b "$jar" --data-binary "@$TMP_DIR/body900" "$1" &
	sender=$!
	while kill -0 "$sender" 2>/dev/null; do
		[ -z "$(find "$dir/run/tmp" -type f)" ] || seen=$((seen + 1))
		[ -z "$(find /proc/[0-9]*/fd -lname "$dir/run/tmp/*" 2>/dev/null)" ] || seen=$((seen + 1))
		sleep 0.02
	done
	echo "$seen"
}
check 'the body of a large form never touches the disk' [ "$(files_seen "$base/sign/new")" = 0 ]
# The control: the same configuration with a smaller buffer.
port=$(free_port)
sed "s/client_body_buffer_size 1m/client_body_buffer_size 8k/; s/listen .*;/listen 127.0.0.1:$port;/; s/nginx.pid/control.pid/" \
	"$dir/run/nginx.conf" >"$dir/run/control.conf"
(cd "$dir/run" && exec env PATH="$PATH:/usr/sbin" nginx -p "$dir/run/" -e /dev/null -c control.conf) 2>/dev/null &
control=$!
sleep 1
check 'and would, were the buffer smaller' [ "$(files_seen "http://127.0.0.1:$port/sign/new")" -gt 0 ]
kill -QUIT "$control"
wait "$control"

sign_in rasa "$jar" # so many sessions were opened since that hers is no longer among them
form=$(csrf "$jar")
# A list may be larger: 8 MiB to the page that takes lists, to no other, and on no disk either.
head -c 8388608 /dev/zero | tr '\0' a >"$TMP_DIR/body8m"
list_seen() { # as above, slowly enough to look
	local seen=0 sender
	curl -s -o /dev/null --limit-rate 4m -b "$jar" -F "csrf=$form" -F kind=grant -F "file=@$TMP_DIR/body8m" "$base/import" &
	sender=$!
	while kill -0 "$sender" 2>/dev/null; do
		[ -z "$(find "$dir/run/tmp" -type f)" ] || seen=$((seen + 1))
		[ -z "$(find /proc/[0-9]*/fd -lname "$dir/run/tmp/*" 2>/dev/null)" ] || seen=$((seen + 1))
		sleep 0.02
	done
	echo "$seen"
}
check 'a list of 8 MiB never touches the disk' [ "$(list_seen)" = 0 ]
sends() { curl -s -o /dev/null -w '%{http_code}' -b "$jar" -F "csrf=$form" "${@:2}" "$base$1"; }
check 'it is read, and who may not import is told so' [ "$(sends /import -F kind=grant -F "file=@$TMP_DIR/body8m")" = 403 ]
check 'another page takes no list' [ "$(sends /sign/new -F "file=@$TMP_DIR/body8m")" = 413 ]
check 'nor does a path below' [ "$(sends /import/errors -F "csv=<$TMP_DIR/body8m")" = 413 ]
check 'nor the API' [ "$(curl -s -o /dev/null -w '%{http_code}' "$base/api/v1/import_list" -H "Authorization: Bearer $(token rasa)" \
	-H 'Content-Type: application/json' --data-binary "@$TMP_DIR/body8m")" = 413 ]
head -c 34000000 /dev/zero >"$TMP_DIR/body34m"
# abuse 36
check 'a list of 34 MB is too large' [ "$(sends /import -F "file=@$TMP_DIR/body34m")" = 413 ]
check 'a form from elsewhere brings no list' \
	[ "$(sends /import -H 'Origin: https://other.example' -F kind=grant -F "file=@$TMP_DIR/body8m")" = 403 ]
check 'nor one without its token' [ "$(curl -s -o /dev/null -w '%{http_code}' -b "$jar" -F kind=grant -F "file=@$TMP_DIR/body900" "$base/import")" = 403 ]
long=$(head -c 9000 /dev/zero | tr '\0' a)
check 'a header too long is refused' gives 400 -H "X-Long: $long" "$base/"
check 'a path too long is refused' bash -c "case \$(curl -s -o /dev/null -w '%{http_code}' '$base/$(echo "$long" | head -c 3000)') in 400|414) ;; *) false ;; esac"
hurry() { # how often a hundred and more tries at once are told to wait
	curl -s -o /dev/null -w '%{http_code}\n' --parallel --parallel-max 30 "$base/sign-in?[1-300]" 2>/dev/null | grep -c '^429$'
}
check 'whoever tries passwords in a hurry has to wait' [ "$(hurry)" -gt 0 ]
check 'and nobody else does: the other pages answer' gives 200 -b "$jar" "$base/work"
