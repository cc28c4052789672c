/* What a submission says of itself, read without its form. */
#include <string.h>

#include "base/str.h"
#include "form/answers.h"

enum { MEDIA = 200, NAME = 255 };

static const char *text_of(const struct node *n, const char *name) {
	const struct node *c = n == NULL ? NULL : node_child(n, NULL, name);
	return c == NULL ? "" : c->value;
}

static int read_media(struct cx *cx, const struct node *root, struct submission *s) {
	size_t n = 0;
	s->media = arena_array(cx->arena, MEDIA + 1, sizeof *s->media);
	for (const struct node *m = node_child(root, NULL, "media"); m != NULL; m = node_next(m, NULL, "media"))
		for (const struct node *f = node_child(m, NULL, "file"); f != NULL; f = node_next(f, NULL, "file")) {
			if (n == MEDIA)
				return err_say(cx, ERR_LIMIT, "media", N_("This submission names too many files."), NULL);
			if (f->value[0] == 0 || strlen(f->value) > NAME)
				return err_say(cx, ERR_INVALID, "media", N_("This is no name of a file."), f->value);
			s->media[n++] = f->value;
		}
	return 0;
}

int submission_read(struct cx *cx, struct blob xml, struct submission *ret_submission) {
	struct node *root;
	int rc = xml_read(cx, xml, &xml_bounds_answers, &root);
	if (rc != 0)
		return rc;
	const char *id = node_attribute(root, "", "id"), *version = node_attribute(root, NULL, "version");
	const char *encrypted = node_attribute(root, "", "encrypted");
	const struct node *meta = node_child(root, NULL, "meta");
	struct submission s = {.form = id == NULL ? root->ns : id, .version = version == NULL ? "" : version,
		.instance = text_of(meta, "instanceID"), .deprecated = text_of(meta, "deprecatedID"),
		.encrypted = encrypted != NULL && str_equal(encrypted, "yes"), .key = "", .xml = "", .signature = "",
		.root = root};
	if (s.form[0] == 0 || strlen(s.form) > NAME || strlen(s.version) > NAME)
		return err_say(cx, ERR_INVALID, "id", N_("This submission does not say which form it answers."), s.form);
	if (s.instance[0] == 0 || strlen(s.instance) > NAME)
		return err_say(cx, ERR_INVALID, "instanceID", N_("This submission has no instanceID."), s.instance);
	s.media = arena_array(cx->arena, 1, sizeof *s.media);
	if (s.encrypted) {
		s.key = text_of(root, "base64EncryptedKey");
		s.xml = text_of(root, "encryptedXmlFile");
		s.signature = text_of(root, "base64EncryptedElementSignature");
		rc = read_media(cx, root, &s);
	}
	if (rc == 0)
		*ret_submission = s;
	return rc;
}
