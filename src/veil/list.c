#include "veil/list.h"

#include <string.h>

#include "base/str.h"

static const char magic[] = "atrama encoded list 1";
static const char *const agreed[] = {"secret", "round", "folding", "bits", "harden", "fields"};

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "words of a filter are written as they lie");

static int plan_read(struct cx *cx, const struct pack_head *h, struct veil_plan *plan) {
	const char *text = NULL;
	uint8_t mark[VEIL_MARK], folding[FOLDING_SUM];
	uint64_t bits = 0;
	unsigned raw;
	*plan = veil_plan_usual();
	int rc = pack_hex(cx, h, "secret", mark, sizeof mark);
	if (rc == 0)
		rc = pack_line(cx, h, "round", &text);
	if (rc == 0)
		rc = veil_round_read(cx, pack_where(cx, h, "round"), text, plan);
	if (rc == 0)
		rc = pack_hex(cx, h, "folding", folding, sizeof folding);
	if (rc == 0)
		rc = pack_number(cx, h, "bits", VEIL_BITS_LEAST, VEIL_BITS_MOST, &bits);
	plan->bits = (unsigned)bits;
	if (rc == 0)
		rc = pack_line(cx, h, "harden", &text);
	if (rc == 0)
		rc = veil_steps_read(cx, pack_where(cx, h, "harden"), text, plan);
	if (rc == 0)
		rc = pack_line(cx, h, "fields", &text);
	if (rc == 0)
		rc = veil_fields_read(cx, pack_where(cx, h, "fields"), text, plan);
	return rc != 0 ? rc : veil_plan_check(cx, pack_where(cx, h, "bits"), plan, &raw);
}

int veil_list_from(struct cx *cx, FILE *from, const char *file, struct veil_list *ret) {
	struct veil_list l = {.file = file, .from = from};
	uint64_t records = 0;
	int rc = pack_head_read(cx, from, file, magic, &l.head);
	if (rc == 0)
		rc = plan_read(cx, &l.head, &l.plan);
	if (rc == 0)
		rc = pack_number(cx, &l.head, "records", 1, VEIL_RECORDS, &records);
	if (rc == 0)
		rc = pack_number(cx, &l.head, "names", 0, records * VEIL_NAME_BYTES, &l.name_bytes);
	if (rc == 0)
		rc = pack_fits(cx, &l.head, records * (l.plan.bits / 8) + l.name_bytes);
	l.records = (uint32_t)records;
	*ret = l;
	return rc;
}

int veil_list_open(struct cx *cx, const char *path, struct veil_list *ret) {
	const char *slash = strrchr(path, '/');
	FILE *from = fopen(path, "re");
	if (from == NULL)
		return err_say(cx, ERR_NOTFOUND, NULL, N_("The file could not be read."), path);
	int rc = veil_list_from(cx, from, slash == NULL ? path : slash + 1, ret);
	if (rc != 0) {
		fclose(from);
		ret->from = NULL;
	}
	return rc;
}

void veil_list_close(struct veil_list *l) {
	if (l->from != NULL)
		fclose(l->from);
	l->from = NULL;
}

int veil_list_agree(struct cx *cx, const struct veil_list *a, const struct veil_list *b) {
	for (size_t i = 0; i < sizeof agreed / sizeof *agreed; i++) {
		const char *one = NULL, *two = NULL;
		int rc = pack_line(cx, &a->head, agreed[i], &one);
		if (rc == 0)
			rc = pack_line(cx, &b->head, agreed[i], &two);
		if (rc != 0)
			return rc;
		if (!str_equal(one, two))
			return err_say(cx, ERR_INVALID, pack_where(cx, &b->head, agreed[i]), i == 0
				? N_("This list was encoded with another secret than the first one.")
				: i == 2 ? N_("This list was encoded by another version of the program than the first one.")
				: N_("This list was encoded otherwise than the first one: agree on it and encode again."), two);
	}
	return 0;
}

static int names_read(struct cx *cx, struct veil_list *l, struct pack_body *body, const struct veil_reader *r) {
	char name[VEIL_NAME_BYTES + 1];
	uint32_t record = 0;
	size_t n = 0;
	int rc = 0;
	for (uint64_t i = 0; rc == 0 && i < l->name_bytes; i++) {
		char c = 0;
		rc = pack_take(cx, body, &c, 1);
		if (rc != 0)
			break;
		if (n == VEIL_NAME_BYTES || record == l->records || (c != 0 && (unsigned char)c < ' '))
			return err_say(cx, ERR_INVALID, pack_where(cx, &l->head, "names"),
				N_("What records are called does not fit the records of this file."), NULL);
		name[n++] = c;
		if (c != 0)
			continue;
		rc = r->name == NULL ? 0 : r->name(r->arg, record, name);
		record++;
		n = 0;
	}
	if (rc == 0 && l->name_bytes > 0 && (record != l->records || n > 0))
		rc = err_say(cx, ERR_INVALID, pack_where(cx, &l->head, "names"),
			N_("What records are called does not fit the records of this file."), NULL);
	return rc;
}

int veil_list_read(struct cx *cx, struct veil_list *l, const struct veil_reader *r) {
	uint64_t filter[VEIL_WORDS_MOST];
	struct pack_body body;
	int rc = pack_body_begin(cx, &l->head, l->from, &body);
	for (uint32_t i = 0; rc == 0 && i < l->records; i++) {
		rc = pack_take(cx, &body, filter, l->plan.bits / 8);
		if (rc == 0)
			rc = r->take(r->arg, i, filter);
	}
	if (rc == 0)
		rc = names_read(cx, l, &body, r);
	return rc != 0 ? rc : pack_body_end(cx, &body, NULL);
}

int veil_list_begin(struct cx *cx, const char *path, const struct veil_plan *plan, const uint8_t mark[VEIL_MARK],
	uint32_t records, uint64_t name_bytes, struct pack_out *ret) {
	char hex[2 * FOLDING_SUM + 1];
	uint8_t folding[FOLDING_SUM];
	struct buf steps = buf_new(cx->arena, PACK_HEAD), fields = buf_new(cx->arena, PACK_HEAD);
	int rc = pack_open(cx, path, false, ret);
	if (rc != 0)
		return rc;
	veil_steps_print(&steps, plan);
	veil_fields_print(&fields, plan);
	veil_folding(folding);
	pack_put_line(ret, NULL, magic);
	pack_put_line(ret, "secret", hex_put(hex, mark, VEIL_MARK));
	pack_put_line(ret, "round", plan->round);
	pack_put_line(ret, "folding", hex_put(hex, folding, sizeof folding));
	pack_put_line(ret, "bits", arena_printf(cx->arena, "%u", plan->bits));
	pack_put_line(ret, "harden", steps.at);
	pack_put_line(ret, "fields", fields.at);
	pack_put_line(ret, "records", arena_printf(cx->arena, "%u", records));
	pack_put_line(ret, "names", arena_printf(cx->arena, "%llu", (unsigned long long)name_bytes));
	pack_put_line(ret, NULL, "");
	return 0;
}
