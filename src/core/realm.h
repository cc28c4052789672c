/*
 * realm.h - which organisations an administrator keeps.
 *
 * An administrator keeps its own organisation. One of an administration also keeps every organisation that has no
 * administrator of its own, but for the independent ones (the profile's "independent_kinds": the rapporteur, a foreign
 * commissioner, oversight), which are kept from inside or not at all. Whoever stands at the machine without an account
 * keeps all: nobody else can make an independent organisation or its first administrator.
 */
#pragma once
#include "op/op.h"

/* Whether organisations of that kind keep themselves. */
bool realm_independent(const struct cx *cx, int org_kind);

/* Whether the caller, who may keep accounts, makes organisations of that kind. */
bool realm_makes(const struct cx *cx, int org_kind);

/* Whether the caller, who may keep accounts, keeps that organisation and its accounts. */
MUST_CHECK int realm_administers(struct cx *cx, int64_t org, bool *ret_administers);

/* Whether an account that may sign in keeps accounts today: one of `org`, or with `org` 0 of any administration, but not
   `but`. */
MUST_CHECK int realm_kept(struct cx *cx, int64_t org, int64_t but, bool *ret_kept);

/* ERR_DENIED, said of that field of the input, unless the caller keeps what it names. */
MUST_CHECK int realm_say(struct cx *cx, enum field_id field, bool keeps);
