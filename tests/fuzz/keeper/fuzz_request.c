/*
 * What a worker may send to the keeper. The first byte chooses the door. A request that breaks the form is refused as
 * a whole, in JSON; one that is sound has nothing in it that its door does not allow.
 */
#include <jansson.h>

#include "fuzz/fuzz.h"
#include "keeper/request.h"

static void answered(const struct request *r, size_t n) {
	json_error_t why;
	json_t *answer = json_loadb(r->answer.at, r->answer.n, JSON_REJECT_DUPLICATES, &why);
	MUST(json_is_object(answer) && json_array_size(json_object_get(answer, "answers")) == n);
	json_decref(answer);
}

static void let_go(struct request *r) {
	request_release(r);
	request_release(r);
}

FUZZ(cx, at, n) {
	(void)cx;
	static const struct registry_head head = {.demonstration = true, .profile = "lt"};
	enum wire_door door = fuzz_take(&at, &n) % 2 == 0 ? WIRE_WORKER : WIRE_OPERATOR;
	struct request *r = request_new((struct blob){at, n}, door, &head);
	if (r->answer.at != NULL) {
		MUST(r->n == 0);
		answered(r, 0);
		let_go(r);
		return;
	}
	MUST(r->calls != NULL && r->n == json_array_size(r->calls) && r->n <= REQUEST_CALLS);
	MUST(door == WIRE_OPERATOR || (r->as == NULL && r->at == NONE && r->face != FACE_CLI));
	bool writes = false;
	for (size_t i = 0; i < r->n; i++) {
		const json_t *call = json_array_get(r->calls, i);
		int op = op_find(json_string_value(json_object_get(call, "op")));
		writes |= op >= 0 && ops[op].audit == AUDIT_WRITE;
	}
	MUST(writes == r->writes && !(r->writes && r->class == CLASS_PASSWORD));
	request_refuse(r, ERR_BUSY, NULL, "Try again.");
	answered(r, r->n);
	request_finish(r, INT64_C(1772000000000000));
	answered(r, r->n);
	let_go(r);
}
