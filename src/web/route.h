/*
 * route.h - which handler answers which path: one table a file of pages.
 *
 * A pattern is made of parts, "/person/:person/timeline"; ":person" takes any one part, which the handler reads with
 * page_param and which the operation checks. A path has at most one route: a literal part wins over a parameter.
 * Every route takes GET and HEAD; ROUTE_POST also POST. Without ROUTE_PUBLIC a visitor who is not signed in is led
 * to the sign-in page first. ROUTE_UPLOAD takes a body of up to HTTP_UPLOAD_MAX, others HTTP_BODY_MAX. ROUTE_BARE keeps nothing
 * in the browser and asks nothing of it: no session is read, and the language stands in the address. An unknown path
 * and a thing one may not see are answered with the same bytes, but for the form's token.
 *
 * A file src/web/page_x.c defines `const struct route routes_x[]`, ended by {0}, and stands in ROUTE_TABLES below.
 */
#pragma once
#include "web/page.h"

enum { ROUTE_POST = 1, ROUTE_PUBLIC = 2, ROUTE_UPLOAD = 4, ROUTE_BARE = 8 };

struct route {
	const char *pattern;
	int (*handle)(struct page *page); /* 0, or an ERR_* that the router turns into a page */
	unsigned flags;
};

#define ROUTE_TABLES(X) X(entry) X(signal) X(asking) X(result) X(refer) X(notice) X(person) X(looked) X(referral) X(likeness) X(match) X(work) \
	X(place) X(register) \
	X(figure) X(explain) X(reconcile) X(report) X(import) X(calendar) X(ask) X(account) X(organisation) \
	X(staff) X(open) X(glass) X(review) X(policy) X(oversight) X(complaint) X(fact) X(team) X(own) X(consent) \
	X(block) X(file) X(paper) X(vault) X(draft) X(attachment) X(sheet) X(parties) X(group) X(group_act) X(service) X(mechanism) \
	X(clock) X(decision) X(estimate) X(telephone) X(received) X(by_hand) X(form) X(report_it) X(lead) X(call) X(centre) X(help) X(arrivals) X(arrived)

#define X(name) extern const struct route routes_##name[];
ROUTE_TABLES(X)
#undef X

/* The route of `path` in `routes` (ended by {0}), or NULL; its parameters go to `ret_params`, and how many parts of it
 * are literal to `ret_literal`. */
const struct route *route_match(struct arena *a, const struct route *routes, const char *path,
                                struct page_params *ret_params, size_t *ret_literal);

/* The same in all tables. */
const struct route *route_find(struct arena *a, const char *path, struct page_params *ret_params);

/* Whether the page of that path takes a body larger than HTTP_BODY_MAX. */
bool route_takes_upload(struct arena *a, const char *path);

/* Answer `request`: REST under /api, else a page. Never fails: every failure becomes an answer. */
void route_answer(struct cx *cx, struct wire *wire, const struct http_request *request, struct http_response *response);
