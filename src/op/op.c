#include "op/op.h"

#include <string.h>

const struct field fields[F__MAX] = {
	[F__NONE] = {.name = ""},
#define FIELD(id, name_, type_, min_, max_, list_, compartment_, help_)                                                \
	[id] = {.name = (name_), .type = (type_), .min = (min_), .max = (max_), .list = (list_),                           \
	        .compartment = (compartment_), .help = (help_)},
#include "op/fields.def"
#undef FIELD
};

#define ON_NOTHING {.scope = SCOPE_NOTHING}
#define ON_ORG {.scope = SCOPE_ORG}
#define ON_NATION {.scope = SCOPE_NATIONAL}
#define ON(field_, relations_) {.scope = SCOPE_THING, .field = (field_), .relations = (relations_)}
#define IN(...) ((const uint16_t[]){__VA_ARGS__ __VA_OPT__(, ) 0})
#define CEILING(bytes) .ceiling = (bytes)
#define FRESH .fresh = true
#define OPENED .opened = true
#define TIMED .timed = true
#define KEYED .keyed = true
#define OUT(...) ((const uint16_t[]){__VA_ARGS__ __VA_OPT__(, ) 0})

const struct op ops[OP__MAX] = {
#define OP(name_, title_, capability_, audit_, on_, in_, out_, ...)                                                    \
	[OP_##name_] = {.name = #name_, .title = (title_), .capability = (capability_), .audit = (audit_), .on = on_,      \
	                .in = in_, .out = out_, __VA_ARGS__},
#include "op/ops.def"
#undef OP
};

int op_find(const char *name) {
	for (int i = 0; name != NULL && i < OP__MAX; i++)
		if (strcmp(ops[i].name, name) == 0)
			return i;
	return -1;
}

enum field_id field_find(const char *name) {
	for (int i = 1; i < F__MAX; i++)
		if (strcmp(fields[i].name, name) == 0)
			return (enum field_id)i;
	return F__NONE;
}
