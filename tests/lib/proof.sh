# proof.sh - signing in to a real registry, where a password is not enough; source it. Names of this file: proof_ask, totp,
# signed_in, proof_of. What an account can prove itself with is kept in a file: the secret of its authenticator, then its
# recovery codes, which are used one by one, since a code of the authenticator works once in half a minute.
proof_ask() { # BASE OPERATION SESSION JSON
	curl -sk "$1/api/v1/$2" -H 'Content-Type: application/json' ${3:+-H "Authorization: Bearer $3"} \
		-H "Idempotency-Key: $(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')" -d "$4"
}

# What an authenticator with that secret shows now, or some half minutes later (RFC 6238).
totp() { # SECRET [STEPS]
	local secret step mac at
	secret=$(printf %s "$1" | base32 -d | od -An -v -tx1 | tr -d ' \n')
	step=$(printf %016x $(($(date +%s) / 30 + ${2:-0})))
	mac=$(printf "$(printf %s "$step" | sed 's/../\\x&/g')" | openssl dgst -sha1 -mac HMAC -macopt "hexkey:$secret" -binary |
		od -An -v -tx1 | tr -d ' \n')
	at=$((16#${mac:39:1} * 2))
	printf '%06d\n' $(((16#${mac:at:8} & 0x7fffffff) % 1000000))
}

# A session of the API, wholly signed in. The first time the account sets up its authenticator.
signed_in() { # BASE LOGIN PASSWORD FILE
	local answer session secret
	answer=$(proof_ask "$1" session_open '' "$(jq -nc --arg l "$2" --arg p "$3" '{login: $l, password: $p}')")
	session=$(jq -r '.session // empty' <<<"$answer")
	case $(jq -r '.step // empty' <<<"$answer") in
	enrol)
		secret=$(proof_ask "$1" totp_begin "$session" '{}' | jq -r .totp_uri | sed 's/.*secret=\([A-Z2-7]*\).*/\1/')
		answer=$(proof_ask "$1" totp_confirm "$session" "{\"code\": \"$(totp "$secret")\"}")
		{ echo "$secret"; jq -r '.recovery[]' <<<"$answer"; } >"$4"
		;;
	code) answer=$(proof_ask "$1" session_code "$session" "{\"code\": \"$(proof_of "$@")\"}") ;;
	esac
	jq -r '.session // empty' <<<"$answer"
}

# A code that has not been used: the next recovery code; the last but one gets new ones.
proof_of() { # BASE LOGIN PASSWORD FILE
	local secret code session
	secret=$(head -n 1 "$4")
	if [ "$(wc -l <"$4")" -lt 4 ]; then
		code=$(sed -n 2p "$4")
		session=$(proof_ask "$1" session_open '' "$(jq -nc --arg l "$2" --arg p "$3" '{login: $l, password: $p}')" | jq -r .session)
		session=$(proof_ask "$1" session_code "$session" "{\"code\": \"$code\"}" | jq -r .session)
		code=$(proof_ask "$1" recovery_renew "$session" '{}' | jq -r '.recovery[]')
		proof_ask "$1" session_close "$session" '{}' >/dev/null
		{ echo "$secret"; echo "$code"; } >"$4"
	fi
	code=$(sed -n 2p "$4")
	sed -i 2d "$4"
	echo "$code"
}
