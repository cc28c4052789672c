/* The operators' door: who is heard there, and what becomes of the proof. */
#include "world.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#define CALLS "{\"calls\": [{\"op\": \"org_list\"}]}"

/* A peer that goes to the operators' door by itself. */
static int at_the_door(struct world *w) {
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	snprintf(to.sun_path, sizeof to.sun_path, "%s/run/keeper.sock", w->dir);
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof to), 0);
	return fd;
}

/* What stands in DIR/keys/door. */
static struct blob proof_of(struct world *w) {
	char *text = arena_alloc(w->cx.arena, WIRE_PROOF_TEXT + 2);
	int fd = open(arena_printf(w->cx.arena, "%s/" WIRE_PROOF, w->dir), O_RDONLY);
	assert_true(fd >= 0);
	assert_int_equal(read(fd, text, WIRE_PROOF_TEXT + 2), WIRE_PROOF_TEXT);
	close(fd);
	return (struct blob){text, WIRE_PROOF_TEXT};
}

static bool answered(int fd, enum frame_type type, struct blob first) {
	uint8_t bytes[1024];
	struct frame_out proof = {.type = type, .request = 1, .text = first};
	struct frame_out request = {.type = FRAME_REQUEST, .request = 1, .text = {CALLS, strlen(CALLS)}};
	bool went = frame_send(fd, &proof, 0) == ERR_OK && frame_send(fd, &request, 0) == ERR_OK;
	bool is = went && recv(fd, bytes, sizeof bytes, 0) > 0;
	close(fd);
	return is;
}

static void hears_nobody_at_the_operators_door_without_the_proof(void **state) {
	struct world *w = *state;
	world_start(w);
	world_people(w);
	struct blob proof = proof_of(w);
	char *wrong = arena_strndup(w->cx.arena, proof.at, proof.n), *longer = arena_printf(w->cx.arena, "%s\n", wrong);
	wrong[63] = wrong[63] == '0' ? '1' : '0';
	assert_true(answered(at_the_door(w), FRAME_PROOF, proof));
	assert_false(answered(at_the_door(w), FRAME_REQUEST, (struct blob){CALLS, strlen(CALLS)}));
	assert_false(answered(at_the_door(w), FRAME_REQUEST, proof)); /* of the wrong type */
	assert_false(answered(at_the_door(w), FRAME_PROOF, (struct blob){wrong, 64}));
	assert_false(answered(at_the_door(w), FRAME_PROOF, (struct blob){longer, 65}));
	assert_false(answered(at_the_door(w), FRAME_PROOF, (struct blob){proof.at, 63}));
	assert_false(answered(at_the_door(w), FRAME_PROOF, (struct blob){proof.at, 0}));
	assert_false(answered(at_the_door(w), FRAME_PROOF, (struct blob){arena_alloc(w->cx.arena, 1 << 20), 1 << 20}));
	assert_string_equal(code(ASK(w, "{'as': 'rasa', 'calls': [{'op': 'org_list'}]}"), 0), "ok");
}

static void takes_the_proof_once_and_only_at_its_door(void **state) {
	struct world *w = *state;
	world_start(w);
	struct frame_out again = {.type = FRAME_PROOF, .text = proof_of(w)}, elsewhere = again;
	struct wire *worker = NULL;
	char byte;
	assert_int_equal(frame_send(wire_fd(w->wire), &again, 0), ERR_OK);
	assert_int_equal(recv(wire_fd(w->wire), &byte, 1, 0), 0);
	assert_int_equal(wire_open(&w->cx, w->dir, WIRE_WORKER, &worker), 0);
	assert_int_equal(frame_send(wire_fd(worker), &elsewhere, 0), ERR_OK);
	assert_int_equal(recv(wire_fd(worker), &byte, 1, 0), 0);
	wire_close(worker);
}

static void has_another_proof_at_every_start_and_leaves_none(void **state) {
	struct world *w = *state;
	const char *path = arena_printf(w->cx.arena, "%s/" WIRE_PROOF, w->dir);
	struct wire *wire = NULL;
	struct stat st;
	world_start(w);
	struct blob first = proof_of(w);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(wire_open(&w->cx, w->dir, WIRE_OPERATOR, &wire), ERR_NOTFOUND);
	world_stop(w);
	/* As a keeper that was killed leaves it; or as somebody else has put it there. */
	assert_int_equal(symlink("root", path), 0);
	world_start(w);
	assert_memory_not_equal(proof_of(w).at, first.at, first.n);
	assert_false(answered(at_the_door(w), FRAME_PROOF, first));
	assert_int_equal(lstat(path, &st), 0);
	assert_true(S_ISREG(st.st_mode));
	world_stop(w);
	assert_int_equal(w->result, 0);
	assert_int_not_equal(lstat(path, &st), 0);
	world_start(w); /* and the key file is what it was */
}

int main(void) {
	const struct CMUnitTest tests[] = {
		TEST(hears_nobody_at_the_operators_door_without_the_proof),
		TEST(takes_the_proof_once_and_only_at_its_door),
		TEST(has_another_proof_at_every_start_and_leaves_none),
	};
	return cmocka_run_group_tests_name("door", tests, NULL, NULL);
}
