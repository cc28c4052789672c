/* The fields, out of the first instance; the lists beside it; and what the binds say of the fields. */
#include <string.h>

#include "base/str.h"
#include "form/read.h"

const char *const xform_type_names[TYPE__MAX] = {
	[TYPE_STRING] = "string", [TYPE_INT] = "int", [TYPE_DECIMAL] = "decimal", [TYPE_BOOLEAN] = "boolean",
	[TYPE_DATE] = "date", [TYPE_TIME] = "time", [TYPE_DATETIME] = "dateTime", [TYPE_GEOPOINT] = "geopoint",
	[TYPE_GEOTRACE] = "geotrace", [TYPE_GEOSHAPE] = "geoshape", [TYPE_BINARY] = "binary", [TYPE_BARCODE] = "barcode",
};

static struct xform_field *field_new(struct reading *r, const struct node *n, struct xform_field *parent) {
	struct xform_field *f = arena_alloc(r->cx->arena, sizeof *f);
	*f = (struct xform_field){.number = r->form->fields_n++, .ns = n->ns, .name = n->name, .parent = parent, .at = n,
		.path = arena_printf(r->cx->arena, "%s/%s", parent == NULL ? "" : parent->path, n->name)};
	r->form->fields[f->number] = f;
	map_put(r->form->paths, f->path, f);
	return f;
}

/* The field of an element; a second one of a name in the same parent is the same field. */
static int add_field(struct reading *r, struct node *n) {
	struct xform_field *parent = map_get(r->form->paths, n->parent->field->path);
	struct xform_field *f = map_get(r->form->paths, arena_printf(r->cx->arena, "%s/%s", parent->path, n->name));
	bool model = node_attribute(n, JAVAROSA_NS, "template") != NULL;
	if (f == NULL) {
		if (r->form->fields_n == XFORM_FIELDS)
			return err_say(r->cx, ERR_LIMIT, node_place(r->cx->arena, n),
				N_("This form has more fields than a form may have."), NULL);
		f = field_new(r, n, parent);
		const struct xform_field **end = &parent->first;
		if (*end == NULL) {
			*end = f;
		} else {
			struct xform_field *last = (struct xform_field *)parent->last;
			last->next = f;
		}
		parent->last = f;
	}
	f->several = f->several || f->seen == n->parent;
	f->seen = n->parent;
	if (model) {
		f->model = n;
		f->repeat = true;
	}
	n->field = f;
	return 0;
}

static int read_fields(struct reading *r, struct node *root) {
	const char *id = node_attribute(root, "", "id"), *version = node_attribute(root, NULL, "version");
	r->form->id = id != NULL ? id : root->ns;
	r->form->version = version == NULL ? "" : version;
	if (r->form->id[0] == 0 || str_equal(r->form->id, XFORMS_NS))
		return read_fault(r, root, N_("The first element of a form's answers has no id."), NULL);
	if (strlen(r->form->id) > 200 || strlen(r->form->version) > 200)
		return read_fault(r, root, N_("The id or the version of this form is too long."), r->form->id);
	r->form->fields = arena_array(r->cx->arena, XFORM_FIELDS, sizeof *r->form->fields);
	struct xform_field *top = field_new(r, root, NULL);
	root->field = r->form->root = top;
	int rc = 0;
	for (struct node *n = node_walk(root, root); n != NULL && rc == 0; n = node_walk(root, n))
		if (n->name != NULL)
			rc = add_field(r, n);
	return rc;
}

static struct node *first_element(const struct node *n) {
	struct node *c = n->first;
	while (c != NULL && c->name == NULL)
		c = c->next;
	return c;
}

static int add_instance(struct reading *r, struct node *n, size_t *ret_count) {
	const char *id = node_attribute(n, "", "id"), *source = node_attribute(n, "", "src");
	if (id == NULL)
		return read_fault(r, n, N_("A list of this form has no id."), NULL);
	if (++*ret_count > XFORM_INSTANCES)
		return read_fault(r, n, N_("This form has more lists than a form may have."), id);
	struct xform_instance *i = arena_alloc(r->cx->arena, sizeof *i);
	*i = (struct xform_instance){.id = id, .source = source, .root = first_element(n) == NULL ? NULL : n,
		.next = r->form->instances};
	for (const struct xform_instance *other = r->form->instances; other != NULL; other = other->next)
		if (str_equal(other->id, id))
			return read_fault(r, n, N_("Two lists of this form have the same id."), id);
	r->form->instances = i;
	return 0;
}

int read_instances(struct reading *r) {
	struct node *n = node_child(r->model, XFORMS_NS, "instance"), *first = n;
	while (n != NULL && (node_attribute(n, "", "id") != NULL || node_attribute(n, "", "src") != NULL))
		n = node_next(n, XFORMS_NS, "instance"); /* a list may stand before the answers */
	n = n == NULL ? first : n;
	struct node *root = n == NULL ? NULL : first_element(n);
	if (root == NULL)
		return read_fault(r, r->model, N_("This form has no first instance, so nothing it could keep."), NULL);
	int rc = read_fields(r, root);
	size_t count = 0;
	for (struct node *list = first; list != NULL && rc == 0; list = node_next(list, XFORMS_NS, "instance"))
		rc = list == n ? 0 : add_instance(r, list, &count);
	return rc;
}

static enum xform_type type_of(const char *text) {
	const char *colon = text == NULL ? NULL : strchr(text, ':');
	const char *name = colon == NULL ? text : colon + 1;
	for (int i = 0; i < TYPE__MAX && name != NULL; i++)
		if (strcmp(name, xform_type_names[i]) == 0)
			return (enum xform_type)i;
	return name != NULL && strcmp(name, "integer") == 0 ? TYPE_INT : TYPE_STRING;
}

static int read_bind(struct reading *r, const struct node *n) {
	const char *nodeset = node_attribute(n, "", "nodeset"), *id = node_attribute(n, "", "id");
	if (nodeset == NULL)
		nodeset = node_attribute(n, "", "ref");
	if (nodeset == NULL)
		return read_fault(r, n, N_("A bind says no field (nodeset)."), id);
	if (strchr(nodeset, '@') != NULL) /* of an attribute: clients fill those themselves */
		return 0;
	struct xform_field *f;
	int rc = read_ref(r, n, r->form->root->path, &f);
	if (rc != 0)
		return rc;
	if (f->bound)
		return read_fault(r, n, N_("Two binds are of the same field."), nodeset);
	f->bound = true;
	if (id != NULL)
		map_put(r->binds, id, (void *)f->path);
	f->type = type_of(node_attribute(n, "", "type"));
	f->preload = node_attribute(n, JAVAROSA_NS, "preload");
	f->preload_params = node_attribute(n, JAVAROSA_NS, "preloadParams");
	const struct {
		const char *name;
		const struct xpath **to;
	} rules[] = {{"relevant", &f->relevant}, {"required", &f->required}, {"readonly", &f->readonly},
		{"constraint", &f->constraint}, {"calculate", &f->calculate}};
	for (size_t i = 0; i < sizeof rules / sizeof rules[0] && rc == 0; i++)
		rc = read_rule(r, n, rules[i].name, node_attribute(n, "", rules[i].name), f->path, rules[i].to);
	if (rc == 0)
		rc = read_message(r, n, node_attribute(n, JAVAROSA_NS, "constraintMsg"), &f->constraint_say);
	if (rc == 0)
		rc = read_message(r, n, node_attribute(n, JAVAROSA_NS, "requiredMsg"), &f->required_say);
	return rc;
}

int read_binds(struct reading *r) {
	int rc = 0;
	for (const struct node *n = node_child(r->model, XFORMS_NS, "bind"); n != NULL && rc == 0;
		n = node_next(n, XFORMS_NS, "bind"))
		rc = read_bind(r, n);
	return rc;
}
