/* Help given as records: what it answered, what it cost, how long it lasted and which grant paid. */
#include "core/made.h"
#include "db/queries.h"

static void one_make(struct making *m, const struct row_made_services *s) {
	const struct bodies *b = m->made->bodies;
	int64_t provider = s->provider != NONE ? s->provider : s->org;
	made_begin(m, &(struct ledger_row){.id = s->id, .org = s->org, .happened = s->happened}, s->ref, s->at, s->precision);
	made_add(m, SERVICE_NEED, s->need);
	made_add(m, SERVICE_COST, s->cost);
	if (s->ends != NONE)
		made_add(m, SERVICE_DAYS, s->ends - s->happened + 1);
	made_words(m, SERVICE_GRANT, s->grant_number);
	made_add(m, SERVICE_PROVIDER_KIND, body_of(b, provider)->kind);
	made_end(m, s->person);
}

int made_services(struct making *m) {
	const struct made *made = m->made;
	struct rows rows;
	struct row_made_services s;
	int rc = q_made_services(made->cx, made_first(made), made_last(made), made->act, &rows);
	while (rc == 0 && q_made_services_next(&rows, &s))
		one_make(m, &s);
	return rows_end(&rows);
}
