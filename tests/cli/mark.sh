#!/bin/bash
# The mark of a demonstration: a registry has it from its first moment or never, and cannot lose it. It stands in the key
# file and in every key derived from it, so editing the store, the key file or both gives a registry that does not start.
. "$ROOT/tests/lib/serve.sh"
password() { echo nobody-is-real; }
echo 1..21

real=$TMP_DIR/real demo=$TMP_DIR/demo
check 'a registry is made' registry "$real"
check 'and a demonstration' "$ROOT/tests/lib/demo.sh" "$demo"
mark() { sqlite3 "$1/store.db" 'SELECT demonstration FROM registry'; }
check 'one has the mark and one has not' [ "$(mark "$real")$(mark "$demo")" = 01 ]
check 'and so have their key files' bash -c "! grep -q demonstration '$real/keys/root' && grep -q demonstration '$demo/keys/root'"
for dir in "$real" "$demo"; do cp "$dir/store.db" "$dir.db"; cp -p "$dir/keys/root" "$dir.root"; done

refused() { # DIR WORDS: neither a command nor the service starts on it, and both say why
	! "$ATRAMA" op "$1" org_list --as rasa >/dev/null 2>"$TMP_DIR/why" && grep -q "$2" "$TMP_DIR/why" || { cat "$TMP_DIR/why"; return 1; }
	! timeout 60 "$ATRAMA" serve "$1" --listen "127.0.0.1:$(free_port)" --workers 1 >/dev/null 2>"$TMP_DIR/why" </dev/null &&
		grep -q "$2" "$TMP_DIR/why" || { cat "$TMP_DIR/why"; return 1; }
}
back() { # DIR
	rm -f "$1"/store.db-*
	cp "$1.db" "$1/store.db" && cp -p "$1.root" "$1/keys/root"
}
in_store() { sqlite3 "$1/store.db" "UPDATE registry SET demonstration = 1 - demonstration"; }
in_keys() {
	if grep -q demonstration "$1/keys/root"; then sed -i '1s/ demonstration$//' "$1/keys/root"; else sed -i '1s/$/ demonstration/' "$1/keys/root"; fi
}
for dir in "$real" "$demo"; do
	name=${dir##*/}
	in_store "$dir"
	check "$name: the store alone says otherwise: refused" refused "$dir" 'do not agree on whether this is a demonstration'
	back "$dir"
	in_keys "$dir"
	check "$name: the key file alone says otherwise: refused" refused "$dir" 'do not agree on whether this is a demonstration'
	in_store "$dir"
	check "$name: both say otherwise: the keys are others, refused" refused "$dir" 'not signed with this key file'
	check "$name: and its log does not hold for these keys" bash -c "! '$ATRAMA' audit verify '$dir'"
	check "$name: nor do its current states get rebuilt" bash -c "! '$ATRAMA' rebuild '$dir'"
	back "$dir"
	check "$name: put back, it opens" "$ATRAMA" op "$dir" org_list --as rasa
done
check 'a key file of another registry opens nothing' bash -c "cp -p '$TMP_DIR/real.root' '$TMP_DIR/kept'; '$ATRAMA' init '$TMP_DIR/third' && cp '$TMP_DIR/third/keys/root' '$real/keys/root'"
check 'and is refused' refused "$real" 'not signed with this key file'
back "$real"
printf 'atrama root key 1 demonstration \n' >"$demo/keys/root"
check 'a damaged key file is refused' refused "$demo" 'damaged or of a version'
back "$demo"
check 'no operation gives or takes the mark' bash -c "'$ATRAMA' policy --csv | cut -d, -f1 | grep -c 'mark\|demonstration\|registry' | grep -qx 0"
check 'a registry is not made over another' bash -c "! '$ATRAMA' demo '$real' && ! '$ATRAMA' init '$demo'"
