/* What anybody inside may know of the log, and what a witness hands in. */
#include "fixture.h"

#include "audit/prove.h"

static const uint8_t seed[SIGN_SEED] = {3, 1, 4};

static struct note_key witness_key(const char *name, int type) {
	uint8_t public[SIGN_PUBLIC];
	sign_seed_public(seed, public);
	return note_key_of(name, type, public);
}

static void grow_log(struct fixture *f, int n) {
	struct cx *cx = &f->cx;
	assert_int_equal(db_begin(cx), 0);
	for (int i = 0; i < n; i++) {
		struct audit_entry e = audit_entry_of(cx, "org_list", AUDIT_ALLOWED);
		assert_int_equal(audit_append(cx, &e), 0);
	}
	assert_int_equal(audit_seal(cx), 0);
	assert_int_equal(db_commit(cx), 0);
}

static void add_witness(struct fixture *f) {
	struct note_key key = witness_key("ngo", NOTE_COSIGNATURE);
	fixture_as(f, AUDITOR);
	DO(f, witness_add, "{'public_key': '%s'}", note_key_text(f->cx.arena, &key));
}

/* A line over the log as it stands, as a witness's program makes it. */
static const char *cosigned(struct fixture *f, const char *name, int64_t at, int64_t *ret_size) {
	struct note_head head;
	struct note_key key = witness_key(name, NOTE_COSIGNATURE);
	uint8_t signature[SIGNATURE_SIZE];
	assert_int_equal(audit_checkpoint(&f->cx, NULL, &head), 0);
	sign_seed_make(seed, note_cosigned(f->cx.arena, &head, at / SECOND), signature);
	*ret_size = head.size;
	return note_cosignature(f->cx.arena, &key, at / SECOND, signature);
}

static int hand_in(struct fixture *f, int64_t size, const char *line) {
	return CALL(f, log_cosign, "{'size': %lld, 'cosignature': '%s'}", (long long)size, line);
}

static void shows_the_head_and_who_has_seen_it(void **state) {
	struct fixture *f = *state;
	struct note note;
	struct note_key key;
	grow_log(f, 5);
	add_witness(f);
	DO(f, log_head, "{}");
	assert_int_equal(note_parse(&f->cx, "checkpoint", fixture_get(f, "checkpoint"), &note), 0);
	assert_int_equal(note_key_parse(&f->cx, "key", fixture_get(f, "public_key"), &key), 0);
	assert_true(note_signed(&f->cx, &note, &key));
	assert_int_equal(note.head.size, 5);
	assert_int_equal(fixture_rows(f), 1);
	assert_string_equal(fixture_row(f, 0, "witness"), "ngo");
	assert_null(fixture_row(f, 0, "at"));
	int64_t size;
	const char *line = cosigned(f, "ngo", f->cx.now, &size);
	assert_int_equal(hand_in(f, size, line), 0);
	DO(f, log_head, "{}");
	assert_string_equal(fixture_row(f, 0, "at"), instant_text(f->cx.arena, f->cx.now));
}

static void proves_that_it_only_grew(void **state) {
	struct fixture *f = *state;
	struct note note;
	struct tree_path path = {.n = 0};
	uint8_t old[HASH_SIZE];
	const json_t *hash;
	size_t i;
	grow_log(f, 300);
	assert_int_equal(audit_root_at(&f->cx, 300, old), 0);
	grow_log(f, 517);
	DO(f, log_consistency, "{'old_size': 300}");
	assert_int_equal(note_parse(&f->cx, "checkpoint", fixture_get(f, "checkpoint"), &note), 0);
	json_array_foreach(json_object_get(f->answer, "proof"), i, hash)
		assert_true(hex_get(path.hash[path.n++], HASH_SIZE, json_string_value(hash)));
	assert_true(tree_check_consistency(300, old, 817, note.head.root, &path));
	assert_int_equal(CALL(f, log_consistency, "{'old_size': 818}"), ERR_INVALID);
	DO(f, log_consistency, "{'old_size': 0}");
	DO(f, log_consistency, "{'old_size': 817}");
}

static void takes_only_what_a_witness_signed_over_this_log(void **state) {
	struct fixture *f = *state;
	int64_t size, other;
	grow_log(f, 5);
	const char *stranger = cosigned(f, "ngo", f->cx.now, &size);
	assert_int_equal(hand_in(f, size, stranger), ERR_DENIED); /* nobody added it */
	add_witness(f);
	assert_int_equal(hand_in(f, size, cosigned(f, "other", f->cx.now, &other)), ERR_DENIED);
	const char *line = cosigned(f, "ngo", f->cx.now, &size);
	assert_int_equal(hand_in(f, size - 1, line), ERR_DENIED);
	assert_int_equal(hand_in(f, size + 1, line), ERR_INVALID);
	assert_int_equal(hand_in(f, size, "no signature line at all"), ERR_INVALID);
	assert_int_equal(hand_in(f, size, cosigned(f, "ngo", f->cx.now - 25 * HOUR, &size)), ERR_INVALID);
	assert_int_equal(hand_in(f, size, cosigned(f, "ngo", f->cx.now + HOUR, &size)), ERR_INVALID);
	assert_int_equal(hand_in(f, size, line), 0);
}

static void keeps_one_signature_and_a_new_one_a_minute_at_most(void **state) {
	struct fixture *f = *state;
	int64_t size, first;
	grow_log(f, 5);
	add_witness(f);
	const char *line = cosigned(f, "ngo", f->cx.now, &first);
	assert_int_equal(hand_in(f, first, line), 0);
	assert_int_equal(hand_in(f, first, line), ERR_CONFLICT);
	fixture_wait(f, MINUTE);
	assert_int_equal(hand_in(f, first, line), ERR_CONFLICT); /* somebody has heard it and hands it in again */
	grow_log(f, 5);
	const char *next = cosigned(f, "ngo", f->cx.now, &size);
	assert_int_equal(hand_in(f, size, next), 0);
	fixture_wait(f, MINUTE);
	assert_int_equal(hand_in(f, first, line), ERR_CONFLICT);
	DO(f, log_head, "{}");
	assert_int_equal(fixture_rows(f), 1);
}

static void adds_a_witness_by_a_key_of_its_own_kind(void **state) {
	struct fixture *f = *state;
	struct note_key log = witness_key("ngo", NOTE_ED25519), loud = witness_key("NGO", NOTE_COSIGNATURE);
	fixture_as(f, AUDITOR);
	assert_int_equal(CALL(f, witness_add, "{'public_key': '%s'}", note_key_text(f->cx.arena, &log)), ERR_INVALID);
	assert_int_equal(CALL(f, witness_add, "{'public_key': '%s'}", note_key_text(f->cx.arena, &loud)), ERR_INVALID);
	assert_int_equal(CALL(f, witness_add, "{'public_key': 'ngo+00000000+this is no key at all, but long enough'}"),
		ERR_INVALID);
	add_witness(f);
	struct note_key again = witness_key("ngo", NOTE_COSIGNATURE);
	assert_int_equal(CALL(f, witness_add, "{'public_key': '%s'}", note_key_text(f->cx.arena, &again)), ERR_CONFLICT);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(shows_the_head_and_who_has_seen_it),
		TEST(proves_that_it_only_grew),
		TEST(takes_only_what_a_witness_signed_over_this_log),
		TEST(keeps_one_signature_and_a_new_one_a_minute_at_most),
		TEST(adds_a_witness_by_a_key_of_its_own_kind),
	};
	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
