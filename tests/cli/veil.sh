#!/bin/bash
# Linkage between parties that show each other no names: encoded lists, and keys that meet; hostile files end in a sentence.
set -u
checks=23
echo "1..$checks"
n=0
check() { # SENTENCE COMMAND...
	n=$((n + 1))
	local label=$1
	shift
	if "$@" >"$TMP_DIR/said" 2>&1; then
		echo "ok $n - $label"
	else
		echo "not ok $n - $label"
		sed 's/^/# /' "$TMP_DIR/said" | head -n 20
	fi
}
cd "$TMP_DIR" || exit 1
link() { timeout 60 "$ATRAMA" link "$@"; }
refused() { # EXIT-CODE TEXT COMMAND...: ends with that code and says so, in one sentence
	local code=$1 text=$2
	shift 2
	"$@" >out.txt 2>err.txt
	local was=$?
	[ "$was" = "$code" ] || { echo "exit $was instead of $code"; cat err.txt; return 1; }
	grep -qF -- "$text" err.txt || { echo "does not say: $text"; cat err.txt; return 1; }
	[ "$(grep -c '^atrama:' err.txt)" = 1 ]
}

# Invented people: 300, of whom an NGO and a police list know 200 each and 100 both; slips, other scripts, other headings.
awk 'BEGIN {
	srand(11)
	split("ba ko ri ve na to mi lu sa de gra pe vo zi la me", s, " ")
	split("Olena Oksana Tetiana Jonas Mantas Ona Piotr Anna Linh Sergej", g, " ")
	split("Олена Оксана Тетяна Jonas Mantas Ona Piotr Anna Linh Сергей", c, " ")
	print "id,vardas,pavardė,gimimo data" >"ngo.csv"
	print "case,first name,last name,date of birth" >"police.csv"
	for (p = 1; p <= 300; p++) {
		k = 1 + int(rand() * 10); last = s[1 + int(rand() * 16)] s[1 + int(rand() * 16)] s[1 + int(rand() * 16)] "enko"
		y = 1950 + int(rand() * 60); m = 1 + int(rand() * 12); d = 1 + int(rand() * 28); l = last
		if (rand() < 0.3) l = substr(l, 1, 2) substr(l, 4, 1) substr(l, 3, 1) substr(l, 5)
		if (p <= 200) printf "N%d,%s,%s,%d-%02d-%02d\n", p, g[k], last, y, m, d >"ngo.csv"
		if (p > 100) printf "P%d,%s,%s,%02d.%02d.%d\n", p, c[k], l, d, m, y >"police.csv"
	}
}'

check 'a secret is made, for its owner alone' bash -c "'$ATRAMA' link secret secret && [ \"\$(stat -c %a secret)\" = 600 ]"
check 'and never replaced' refused 5 'not replaced' link secret secret
check 'a list is encoded, the map stays at home' bash -c "'$ATRAMA' link encode ngo.csv --secret secret --out ngo.enc --map ngo.map --id id &&
	[ \"\$(stat -c %a ngo.map)\" = 600 ] && [ \"\$(wc -l <ngo.map)\" = 201 ]"
link encode police.csv --secret secret --out police.enc --with-ids --id case >/dev/null
nothing_clear() { # and the search finds them where they are
	grep -qaiE 'enko|oksana|1[0-9]{3}-' ngo.csv || return 1
	! grep -qaiE 'enko|oksana|N1[0-9][0-9]|[12][0-9]{3}-[01]' ngo.enc
}
check 'no name, day or number of a record is in it' nothing_clear
shuffled() { ! cut -d, -f2 ngo.map | tail -n +2 | sort -C -V; }
check 'its records stand in an order of their own' shuffled
twice() { link encode ngo.csv --secret secret --out again.enc --map again.map --id id >/dev/null && cmp ngo.enc again.enc; }
check 'the same list, secret and plan give the same bytes' twice

linked() {
	link --encoded ngo.enc police.enc --threshold 0.68 --out clusters.csv --json >found.json || return
	awk -F, 'FNR == NR { id[$1] = $2; next } FNR == 1 { next } $2 == "ngo.enc" { ngo[$1] = id[$3] } $2 == "police.enc" { police[$1] = $3 }
		END { for (c in ngo) { n++; right += substr(ngo[c], 2) == substr(police[c], 2) } f = 2 * right / (n + 100); print n, right, f; exit !(f > 0.9) }' ngo.map clusters.csv
}
check 'the same people are found across scripts and slips' linked
for way in plain avx2 avx512; do
	link --encoded ngo.enc police.enc --threshold 0.68 --out $way.csv --processor $way --threads 1 >/dev/null 2>&1 || cp clusters.csv $way.csv
done
check 'whatever the processor has' bash -c 'for way in plain avx2 avx512; do cmp clusters.csv $way.csv || exit; done'

head -c 5000 ngo.enc >cut.enc
check 'a cut list is refused' refused 2 'cut.enc: The file is cut' link --encoded cut.enc police.enc --threshold 0.6
sed 's/^records 200/records 90000000/' ngo.enc >huge.enc
check 'a count that is not true is refused before memory is taken' refused 2 'huge.enc: The file is cut' link --encoded huge.enc police.enc --threshold 0.6
{ head -c 9000 ngo.enc; printf 'x'; tail -c +9002 ngo.enc; } >spoilt.enc
check 'damage is found' refused 2 'spoilt.enc: The file was damaged' link --encoded spoilt.enc police.enc --threshold 0.6
link secret other >/dev/null && link encode police.csv --secret other --out wrong.enc --with-ids >/dev/null
check 'another secret is noticed' refused 2 'wrong.enc, line secret' link --encoded ngo.enc wrong.enc --threshold 0.6
link encode police.csv --secret secret --out wrong.enc --with-ids --harden balance,fold,noise:20 >/dev/null
check 'so are other parameters' refused 2 'wrong.enc, line harden' link --encoded ngo.enc wrong.enc --threshold 0.6
link encode police.csv --secret secret --out wrong.enc --with-ids --fields 'given=first name,birth=date of birth' >/dev/null
check 'and other fields' refused 2 'wrong.enc, line fields' link --encoded ngo.enc wrong.enc --threshold 0.6
check 'a list of names is no encoded list' refused 2 'ngo.csv: ' link --encoded ngo.csv police.enc --threshold 0.6
chmod 644 other
check 'a secret others may read is refused' refused 4 'Others may open' link encode ngo.csv --secret other --out x.enc --with-ids
sed '2y/0123456789abcdef/123456789abcdef0/' secret >typo && chmod 600 typo
check 'so is one with a wrong digit' refused 2 'no secret' link encode ngo.csv --secret typo --out x.enc --with-ids

meet() {
	link meet start ngo.csv --keys given+surname+birth --state ngo.notes --out question --id id &&
		link meet answer police.csv question --state police.notes --out answer --id case &&
		link meet finish answer --state ngo.notes --common ngo.common --out closing &&
		cp police.notes kept.notes && link meet finish closing --state police.notes --common police.common &&
		[ ! -e ngo.notes ] && [ ! -e police.notes ]
}
check 'two parties meet in four steps, and their notes are gone' meet
exact() { # who is spelt alike but for scripts, counted by other means
	cut -d, -f1 ngo.common | tail -n +2 | tr -d NP | sort >one && cut -d, -f1 police.common | tail -n +2 | tr -d NP | sort >two &&
		cmp one two && [ "$(wc -l <one)" -ge 50 ] && [ "$(wc -l <one)" -le 100 ]
}
check 'each learns which of its own the other has' exact
none_clear() { ! grep -qaiE 'enko|oksana|N1[0-9][0-9]' question answer closing; }
check 'no message has a name or a number of a record' none_clear
link meet start ngo.csv --keys given+surname+birth --state n2 --out q2 --id id >/dev/null
check 'an answer to another question is refused' refused 2 'answers another message' link meet finish answer --state n2 --common x.csv --out y
points=$(($(grep -abo '^points' question | cut -d: -f1) + $(grep -a '^points' question | wc -c) + 1))
{ head -c $points question; head -c 32 /dev/zero; tail -c +$((points + 33)) question | head -c -32; } >body
{ cat body; printf "$(b2sum -l 256 body | cut -c1-64 | sed 's/../\\x&/g')"; } >bad.question
check 'bytes that are no point are refused' refused 2 'bad.question: This point is none' link meet answer police.csv bad.question --state n3 --out y --id case
check 'a message of another step is refused' refused 2 'belongs to another step' link meet answer police.csv answer --state n4 --out y --id case
