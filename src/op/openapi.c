#include "op/openapi.h"

#include <inttypes.h>

#include "op/out.h"

/* A key and its text, with the comma that parts it from what stands before. */
static void pair(struct buf *b, const char *key, const char *text) {
	if (b->at[b->n - 1] != '{')
		buf_char(b, ',');
	json_put(b, key);
	buf_char(b, ':');
	json_put(b, text);
}

static void number(struct buf *b, const char *key, int64_t n) {
	buf_printf(b, ",\"%s\":%" PRId64, key, n);
}

static void put_codes(struct cx *cx, struct buf *b, enum list list) {
	if (code_at(cx->profile, list, 0) == 0)
		return;
	buf_str(b, ",\"enum\":[");
	for (size_t i = 0; code_at(cx->profile, list, i) != 0; i++) {
		if (i > 0)
			buf_char(b, ',');
		json_put(b, code_name(cx->profile, list, code_at(cx->profile, list, i)));
	}
	buf_char(b, ']');
}

static void put_lengths(struct buf *b, const struct field *f) {
	number(b, "minLength", f->min);
	number(b, "maxLength", f->max);
}

static void put_field(struct cx *cx, struct buf *b, const struct field *f) {
	buf_char(b, '{');
	switch (f->type) {
	case T_INT:
		pair(b, "type", "integer");
		number(b, "minimum", f->min);
		if (f->max != INT64_MAX)
			number(b, "maximum", f->max);
		break;
	case T_BOOL:
		pair(b, "type", "boolean");
		break;
	default:
		pair(b, "type", "string");
	}
	switch (f->type) {
	case T_REF:
		pair(b, "pattern", "^[0-9a-f]{32}$");
		break;
	case T_DAY:
		pair(b, "format", "date");
		break;
	case T_INSTANT:
		pair(b, "format", "date-time");
		break;
	case T_CODE:
		if (cx->profile != NULL || f->list < L_MUNICIPALITY)
			put_codes(cx, b, f->list);
		break;
	case T_WORD:
		pair(b, "pattern", "^[a-z0-9_.:-]*$");
		put_lengths(b, f);
		break;
	case T_SECRET:
		pair(b, "format", "password");
		put_lengths(b, f);
		break;
	case T_NAME:
		pair(b, "format", "name"); /* letters of one alphabet, spaces, hyphens, apostrophes, dots */
		put_lengths(b, f);
		break;
	case T_LINE:
	case T_TEXT:
		put_lengths(b, f);
		break;
	default:
		break;
	}
	pair(b, "description", f->help);
	buf_char(b, '}');
}

static void put_ref(struct buf *b, enum field_id id, bool many) {
	buf_printf(b, many ? "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/%s\"}}"
	                   : "{\"$ref\":\"#/components/schemas/%s\"}", fields[id].name);
}

/* An object of the fields from *row up to its end or EACH; gives where it stopped. `rows` puts the rows in beside them. */
static const uint16_t *put_object(struct buf *b, const uint16_t *row, const uint16_t *rows) {
	const uint16_t *from = row;
	buf_str(b, "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
	for (; *row != 0 && *row != EACH; row++) {
		if (row != from)
			buf_char(b, ',');
		json_put(b, fields[*row & FIELD_ID].name);
		buf_char(b, ':');
		put_ref(b, *row & FIELD_ID, (*row & FIELD_MANY) != 0);
	}
	if (rows != NULL) {
		buf_printf(b, "%s\"rows\":{\"type\":\"array\",\"items\":", row != from ? "," : "");
		put_object(b, rows, NULL);
		buf_char(b, '}');
	}
	buf_str(b, "},\"required\":[");
	bool first = true;
	for (const uint16_t *f = from; f != row; f++) {
		if ((*f & FIELD_OPT) != 0)
			continue;
		if (!first)
			buf_char(b, ',');
		json_put(b, fields[*f & FIELD_ID].name);
		first = false;
	}
	if (rows != NULL)
		buf_str(b, first ? "\"rows\"" : ",\"rows\"");
	buf_str(b, "]}");
	return row;
}

static const uint16_t *rows_of(const struct op *op) {
	for (const uint16_t *f = op->out; *f != 0; f++)
		if (*f == EACH)
			return f + 1;
	return NULL;
}

/* Every failure an operation (NULL: a batch) can meet, each under its status. */
static void put_errors(struct buf *b, const struct op *op) {
	static const char *const statuses[] = {"401", "403", "409", "413", "422", "500", "503"};
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
		buf_printf(b, ",\"%s\":{\"$ref\":\"#/components/responses/%s\"}", statuses[i], statuses[i]);
	if (op == NULL || op->on.scope == SCOPE_THING)
		buf_str(b, ",\"404\":{\"$ref\":\"#/components/responses/404\"}");
}

static void put_answer(struct buf *b, const struct op *op) {
	buf_str(b, "\"responses\":{\"200\":{\"description\":\"Done\",\"content\":{\"application/json\":{\"schema\":");
	put_object(b, op->out, rows_of(op));
	buf_str(b, "}}}");
	put_errors(b, op);
	buf_char(b, '}');
}

static void put_head(struct buf *b, const struct op *op, const char *suffix) {
	static const char *const records[] = {
		[AUDIT_WRITE] = "Changes the registry; recorded in the log.",
		[AUDIT_SEEN] = "Recorded in the log before it is answered.",
		[AUDIT_NOTE] = "Recorded in the log.",
	};
	buf_char(b, '{');
	pair(b, "operationId", arena_printf(b->arena, "%s%s", op->name, suffix));
	pair(b, "summary", op->title);
	pair(b, "description", records[op->audit]);
	if (op->capability == CAN_ENTER)
		buf_str(b, ",\"security\":[]");
	buf_char(b, ',');
}

/* A secret or a name in an address would stand in logs. */
static bool by_get(const struct op *op) {
	for (const uint16_t *row = op->in; *row != 0; row++)
		if (fields[*row & FIELD_ID].compartment != C_META)
			return false;
	return op->audit != AUDIT_WRITE;
}

static void put_get(struct buf *b, const struct op *op) {
	buf_str(b, "\"get\":");
	put_head(b, op, "_get");
	buf_str(b, "\"parameters\":[");
	for (const uint16_t *row = op->in; *row != 0; row++) {
		buf_printf(b, "%s{\"name\":\"%s\",\"in\":\"query\",\"required\":%s,\"schema\":", row == op->in ? "" : ",",
		           fields[*row & FIELD_ID].name, (*row & FIELD_OPT) != 0 ? "false" : "true");
		put_ref(b, *row & FIELD_ID, (*row & FIELD_MANY) != 0);
		buf_char(b, '}');
	}
	buf_str(b, "],");
	put_answer(b, op);
	buf_str(b, "},");
}

static void put_op(struct buf *b, const struct op *op) {
	buf_printf(b, "\"/%s\":{", op->name);
	if (by_get(op))
		put_get(b, op);
	buf_str(b, "\"post\":");
	put_head(b, op, "");
	if (op->audit == AUDIT_WRITE)
		buf_str(b, "\"parameters\":[{\"$ref\":\"#/components/parameters/key\"}],");
	buf_str(b, "\"requestBody\":{\"required\":true,\"content\":{\"application/json\":{\"schema\":");
	put_object(b, op->in, NULL);
	buf_str(b, "}}},");
	put_answer(b, op);
	buf_str(b, "}},");
}

static void put_batch(struct buf *b) {
	buf_str(b, "\"/batch\":{\"post\":{\"operationId\":\"batch\",\"summary\":\"Several operations in one message\","
	        "\"description\":\"Done in order. After a write that fails, the calls behind it are not done. A value "
	        "\\\"$0.person\\\" is the field `person` of the answer of call 0. Every write has a key of its own.\","
	        "\"requestBody\":{\"required\":true,\"content\":{\"application/json\":{\"schema\":{\"type\":\"object\","
	        "\"additionalProperties\":false,\"required\":[\"calls\"],\"properties\":{\"calls\":{\"type\":\"array\","
	        "\"items\":{\"type\":\"object\",\"required\":[\"op\"],\"properties\":{\"op\":{\"type\":\"string\"},"
	        "\"key\":{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{32}$\"},\"in\":{\"type\":\"object\"}}}}}}}}},"
	        "\"responses\":{\"200\":{\"description\":\"One answer a call\",\"content\":{\"application/json\":{\"schema\":"
	        "{\"type\":\"object\",\"required\":[\"answers\"],\"properties\":{\"answers\":{\"type\":\"array\",\"items\":"
	        "{\"oneOf\":[{\"type\":\"object\",\"required\":[\"ok\"],\"properties\":{\"ok\":{\"type\":\"object\"}}},"
	        "{\"$ref\":\"#/components/schemas/error_\"}]}}}}}}}");
	put_errors(b, NULL);
	buf_str(b, "}}}");
}

static void put_responses(struct buf *b) {
	static const struct {
		const char *status, *say;
	} responses[] = {
		{"401", "Not signed in, or the session has ended"},
		{"403", "The role does not allow this"},
		{"404", "Not there, or not yours to see: the two look the same"},
		{"409", "Somebody changed it meanwhile, or the key was used with another input"},
		{"413", "More than the registry takes at once"},
		{"422", "The input breaks a rule; field and rule are named"},
		{"500", "A fault of the registry; nothing was changed"},
		{"503", "Busy; try again with the same key"},
	};
	for (size_t i = 0; i < sizeof responses / sizeof *responses; i++)
		buf_printf(b, "%s\"%s\":{\"description\":\"%s\",\"content\":{\"application/json\":{\"schema\":"
		           "{\"$ref\":\"#/components/schemas/error_\"}}}}", i == 0 ? "" : ",", responses[i].status,
		           responses[i].say);
}

/* Named with a low line at its end, which no field has. */
static void put_error_schema(struct buf *b) {
	buf_str(b, "\"error_\":{\"type\":\"object\",\"required\":[\"error\"],\"properties\":{\"error\":{\"type\":\"object\","
	        "\"required\":[\"code\",\"say\"],\"properties\":{\"code\":{\"type\":\"string\",\"enum\":[");
	for (int i = 1; i < ERR__MAX; i++)
		buf_printf(b, "%s\"%s\"", i == 1 ? "" : ",", err_kinds[i].name);
	buf_str(b, "]},\"say\":{\"type\":\"string\",\"description\":\"One sentence in the language of the request\"},"
	        "\"field\":{\"type\":\"string\"},\"rule\":{\"type\":\"string\",\"description\":\"The same in English, always\"},"
	        "\"value\":{\"type\":\"string\",\"description\":\"What was given, cut to 80 bytes\"}}}}}");
}

void openapi_write(struct cx *cx, struct buf *out) {
	buf_str(out, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Atrama\",\"version\":\"1\",\"license\":{\"name\":"
	        "\"AGPL-3.0-or-later\",\"identifier\":\"AGPL-3.0-or-later\"},\"description\":\"Every operation of the "
	        "registry. session_open gives the token for Authorization: Bearer.\"},\"servers\":[{\"url\":\"/api/v1\"}],"
	        "\"security\":[{\"session\":[]}],\"paths\":{");
	for (int i = 0; i < OP__MAX; i++)
		put_op(out, &ops[i]);
	put_batch(out);
	buf_str(out, "},\"components\":{\"securitySchemes\":{\"session\":{\"type\":\"http\",\"scheme\":\"bearer\"}},"
	        "\"parameters\":{\"key\":{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"required\":true,\"description\":"
	        "\"Random. Sent again with the same input, the first answer is given again and nothing is done.\","
	        "\"schema\":{\"type\":\"string\",\"pattern\":\"^[0-9a-f]{32}$\"}}},\"responses\":{");
	put_responses(out);
	buf_str(out, "},\"schemas\":{");
	put_error_schema(out);
	for (int i = 1; i < F__MAX; i++) {
		buf_printf(out, ",\"%s\":", fields[i].name);
		put_field(cx, out, &fields[i]);
	}
	buf_str(out, "}}}\n");
}
