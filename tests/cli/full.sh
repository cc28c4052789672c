#!/bin/bash
# A full disk means no reads: what cannot be written down is not shown. On a file system of its own, of four MiB.
. "$ROOT/tests/lib/serve.sh"
small=$TMP_DIR/small
mkdir -p "$small"
if ! unshare -m true 2>/dev/null || ! unshare -m mount -t tmpfs none "$small" 2>/dev/null; then
	echo '1..0 # SKIP a file system of its own wants the right to mount one'
	exit 0
fi
if [ -z "${FULL_INSIDE:-}" ]; then
	FULL_INSIDE=1 exec unshare -m "$0"
fi
echo 1..8
mount -t tmpfs -o size=6m,mode=700 none "$small"
dir=$small/registry served=$dir
check 'a registry is made on a small disk' registry "$dir"
op() { "$ATRAMA" op "$dir" "$@"; }
person=$(op signal_record --as rasa "{\"municipality\": \"rokiskis\", \"source\": \"met\", \"age\": \"18_24\", \"sex\": \"female\",
	\"language\": \"uk\", \"happened\": \"$(date +%F)\"}" | jq -r .person)
check 'and served' serve "$dir"
session=$(token rasa)
read_it() { gives "$1" "$base/api/v1/$2" -H "Authorization: Bearer $session" -H 'Content-Type: application/json' -d "${3:-{\}}"; }
named="{\"person\": \"$person\"}"
check 'she is read' read_it 200 person_read "$named"
fill() { ! dd if=/dev/zero of="$small/ballast" bs=4096 2>/dev/null; }
check 'the disk is filled to its last byte' fill
# The write-ahead log may have room for some entries yet; then nobody reads any more.
refused() {
	for _ in $(seq 3000); do
		read_it 200 person_read "$named" >/dev/null || break
	done
	for _ in $(seq 20); do
		read_it 500 person_read "$named" && ! grep -q municipality "$TMP_DIR/body" || return
		read_it 500 org_list || return
	done
}
check 'nothing is shown that cannot be written down' refused
check 'the keeper is still there' grep -q 'disk.full' "$TMP_DIR/serve.err"
rm "$small/ballast"
check 'with room again she is read again' read_it 200 person_read "$named"
stop >/dev/null
check 'and the log is whole' "$ATRAMA" audit verify "$dir" --deep
umount -l "$small"
