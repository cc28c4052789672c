/*
 * Messages in parts. The input is a script: most parts are sound, so that long messages come together, and any of them
 * may be spoilt. A model beside it says what must come out.
 */
#include "fuzz/fuzz.h"
#include "wire/frame.h"

enum { CEILING = 3 * FRAME_PAYLOAD + 100 };

FUZZ(cx, at, n) {
	(void)cx;
	static uint8_t bytes[FRAME_BYTES + 64];
	static uint8_t model[16 * FRAME_PAYLOAD];
	struct frame_state state;
	frame_init(&state, FRAME_REQUEST, CEILING);
	size_t have = 0;
	uint16_t part = 0;
	uint64_t request = 1;
	for (int steps = 0; n > 0 && steps < 20; steps++) {
		uint8_t choice = fuzz_take(&at, &n);
		size_t length = (size_t)fuzz_take(&at, &n) << 8 | fuzz_take(&at, &n);
		bool last = (choice & 1) != 0, spoilt = (choice & 2) != 0;
		if (!last && !spoilt)
			length = FRAME_PAYLOAD;
		else if (length > n && choice < 128)
			length = n;
		struct frame_head head = {FRAME_REQUEST, request, part, last};
		frame_head_put(bytes, &head);
		memset(bytes + FRAME_HEADER, choice, length);
		memcpy(bytes + FRAME_HEADER, at, n < length ? n : length);
		if (spoilt)
			for (size_t i = 0; i < FRAME_HEADER && n > 0; i++)
				bytes[i] ^= (choice >> 2 & 15) == i ? fuzz_take(&at, &n) : 0;
		size_t whole = FRAME_HEADER + length;
		if (choice >= 192 && spoilt)
			whole = length % sizeof bytes; /* shorter or longer than any sound part */
		uint8_t *exact = malloc(whole);
		MUST(exact != NULL || whole == 0);
		if (whole > 0)
			memcpy(exact, bytes, whole);
		struct frame_head got;
		bool sound = frame_head_get(exact, whole, &got) && got.type == FRAME_REQUEST && got.part == part
			&& (part == 0 || got.request == request);
		enum frame_result r = frame_take(&state, exact, whole);
		free(exact);
		MUST(sound ? spoilt || r != FRAME_BROKEN || have > 3 * CEILING : r == FRAME_BROKEN);
		if (r == FRAME_BROKEN)
			break;
		size_t payload = whole - FRAME_HEADER;
		if (have + payload <= sizeof model)
			memcpy(model + have, bytes + FRAME_HEADER, payload);
		have += payload;
		request = got.request;
		MUST(state.request == request && state.text.n <= CEILING);
		if (!got.last) {
			MUST(r == FRAME_MORE && have <= 4 * CEILING + FRAME_PAYLOAD);
			part++;
			continue;
		}
		MUST(r == (have > CEILING ? FRAME_OVER : FRAME_WHOLE));
		if (r == FRAME_WHOLE)
			MUST(state.text.n == have && memcmp(state.text.at, model, have) == 0);
		frame_forget(&state);
		have = 0;
		part = 0;
		request++;
	}
	frame_dispose(&state);
}
