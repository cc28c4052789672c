/*
 * write.h - our own sets of questions as XForms, for telephones that are offline.
 *
 * A group of the form is named after the operation it becomes, a field after that operation's field, with its values as
 * the API takes them (several: with blanks between; yes and no for true and false); what a form needs for itself stands
 * under /data/shown and becomes nothing. Texts are in all our languages. A form says no result and shows no number;
 * after an answer stands what to do next. What was asked is told apart by version: that of the set, a dot, and that of
 * the writer.
 */
#pragma once
#include "form/xform.h"
#include "op/instrument.h"

enum { XFORM_WRITER = 1 }; /* goes up with every change of what is written here */

#define XFORM_REFERRAL "refer-with-consent"

/* Form "instrument.<code>". `public_key`: base64 of the key answers are sealed to; NULL: they are sent as they are. */
MUST_CHECK int xform_of_instrument(struct cx *cx, const struct profile *p, int instrument, const char *public_key,
	struct blob *ret_xml);
const char *xform_instrument_version(struct cx *cx, const struct profile *p, int instrument);

/* Form XFORM_REFERRAL: a sign, what the person agrees to, and a referral. Its lists "organisations" (org, name) and
   "services" (municipality, need, org, name) come from outside. */
MUST_CHECK int xform_of_referral(struct cx *cx, const struct profile *p, const char *public_key, struct blob *ret_xml);
const char *xform_referral_version(struct cx *cx, const struct profile *p);
