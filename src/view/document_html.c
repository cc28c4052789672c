/* A document as one HTML file: style inside, nothing loaded, no script; a policy in it says so to the browser too. */
#include <string.h>

#include "text/catalogue.h"
#include "view/document.h"
#include "view/template.h"

static const char style[] =
	"<style>\n"
	":root{--ink:#16232b;--quiet:#505a5f;--teal:#0b5d6b;--sand:#f6f1e7;--line:#d5dde0}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0;color:var(--ink);background:#fff;font:1rem/1.5 \"Noto Sans\",\"Segoe UI\",Arial,sans-serif}\n"
	".band{background:var(--teal);height:.6rem}\n"
	"main{max-width:60rem;margin:0 auto;padding:2rem 1.25rem 4rem}\n"
	"h1{font-size:2rem;line-height:1.2;margin:0 0 .25rem;color:var(--teal)}\n"
	".subtitle{font-size:1.25rem;margin:0 0 1.5rem}\n"
	"h2{font-size:1.4rem;line-height:1.25;margin:2.5rem 0 .75rem;padding-bottom:.35rem;border-bottom:2px solid "
	"var(--teal)}\n"
	"h3{font-size:1.05rem;margin:1.5rem 0 .25rem}\n"
	"p{margin:.25rem 0 .75rem;max-width:44rem}\n"
	".quiet{color:var(--quiet);font-size:.9rem}\n"
	"dl{background:var(--sand);padding:1rem 1.25rem;margin:1.25rem "
	"0;display:grid;grid-template-columns:minmax(9rem,auto) 1fr;"
	"gap:.35rem 1.5rem}\n"
	"dt{color:var(--quiet)}dd{margin:0;font-weight:700;overflow-wrap:anywhere}\n"
	"table{border-collapse:collapse;width:100%;font-size:.95rem}\n"
	"caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\n"
	"th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}\n"
	"thead th{font-size:.85rem;color:var(--quiet);border-bottom:1px solid var(--ink)}\n"
	".number{text-align:right;font-variant-numeric:tabular-nums}\n"
	"tr.head th{padding-top:1rem;border-bottom-color:var(--ink)}\n"
	"tr.note td{padding-top:0;color:var(--quiet);font-size:.9rem}\n"
	"td.strong{font-weight:700}td.quiet{color:var(--quiet)}\n"
	"td.missing{color:var(--quiet)}td.missing span{border:1px dashed var(--quiet);padding:0 "
	".35rem;white-space:nowrap}\n"
	"footer{border-top:1px solid var(--line);margin-top:3rem;padding-top:.75rem;color:var(--quiet);font-size:.9rem}\n"
	"@media(max-width:40rem){thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
	"table,tbody,tr,tr.head th,tr.note td{display:block}h1{font-size:1.6rem}dl{display:block}dd{margin-bottom:.6rem}"
	"tr.cells{display:flex;flex-wrap:wrap;gap:0 1rem;padding:.5rem 0;border-bottom:1px solid var(--line)}"
	"tr.cells td{border:0;padding:0;text-align:left}td.main{order:-2;flex:1 1 calc(100% - 8rem)}"
	"td.value{order:-1;min-width:6rem}tr.cells td.value{text-align:right}"
	"td.rest{color:var(--quiet);font-size:.85rem}td.rest::before{content:attr(data-label) \": \"}"
	"tr.head th{padding-left:0;padding-right:0}tr.note td{padding:.25rem 0 .5rem}}\n"
	"@media print{@page{size:A4;margin:18mm}body{font-size:9.5pt}main{max-width:none;padding:0}.band{display:none}"
	"thead{display:table-header-group}tr,h2,h3{break-inside:avoid}h2,h3,tr.head{break-after:avoid}p{orphans:3;widows:3}}\n"
	"</style>\n";

static void put(struct buf *out, const char *text) {
	html_escape(out, text, strlen(text));
}

static void element(struct buf *out, const char *open, const char *text, const char *close) {
	buf_str(out, open);
	put(out, text);
	buf_str(out, close);
}

static void cell(const struct document_block *b, const struct document_cell *c, int i, struct buf *out) {
	static const char *const styles[] = {"", " strong", " quiet", " missing"}, *const roles[] = {"rest", "main",
		"value"};
	buf_printf(out, "<td class=\"%s%s%s\" data-label=\"", roles[b->columns[i].role], b->columns[i].number ? " number" :
		"",
	           styles[c->style]);
	put(out, b->columns[i].title);
	buf_str(out, "\">");
	element(out, c->style == DOCUMENT_MISSING ? "<span>" : "", c->text, c->style == DOCUMENT_MISSING ? "</span></td>" :
		"</td>");
}

static void table(const struct document_block *b, struct buf *out) {
	element(out, "<table><caption>", b->text, "</caption>\n<thead><tr>");
	for (int i = 0; i < b->n; i++)
		element(out, b->columns[i].number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">",
			b->columns[i].title,
		        "</th>");
	buf_str(out, "</tr></thead>\n<tbody>\n");
	for (const struct document_row *r = b->rows; r != NULL; r = r->next) {
		if (r->kind == ROW_HEAD) {
			buf_printf(out, "<tr class=\"head\"><th scope=\"rowgroup\" colspan=\"%d\">", b->n);
			element(out, "", r->cells[0].text, "</th></tr>\n");
		} else if (r->kind == ROW_NOTE) {
			buf_printf(out, "<tr class=\"note\"><td colspan=\"%d\">", b->n);
			element(out, "", r->cells[0].text, "</td></tr>\n");
		} else {
			buf_str(out, "<tr class=\"cells\">");
			for (int i = 0; i < r->n; i++)
				cell(b, &r->cells[i], i, out);
			buf_str(out, "</tr>\n");
		}
	}
	buf_str(out, "</tbody></table>\n");
}

static void block(const struct document_block *b, struct buf *out) {
	switch (b->kind) {
	case BLOCK_HEADING:
		element(out, b->level == 2 ? "<h2>" : "<h3>", b->text, b->level == 2 ? "</h2>\n" : "</h3>\n");
		break;
	case BLOCK_TEXT:
		element(out, b->style == DOCUMENT_QUIET ? "<p class=\"quiet\">" : "<p>", b->text, "</p>\n");
		break;
	case BLOCK_FACTS:
		buf_str(out, "<dl>\n");
		for (const struct document_row *r = b->rows; r != NULL; r = r->next) {
			element(out, "<dt>", r->cells[0].text, "</dt>");
			element(out, "<dd>", r->cells[1].text, "</dd>\n");
		}
		buf_str(out, "</dl>\n");
		break;
	default:
		table(b, out);
		break;
	}
}

void document_html(const struct document *d, struct buf *out) {
	buf_printf(out, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
	           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
	           "'unsafe-inline'\">\n"
	           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	           "<meta name=\"robots\" content=\"noindex\">\n", d->cx->lang);
	element(out, "<title>", d->title, "</title>\n");
	buf_str(out, style);
	buf_str(out, "</head>\n<body>\n<div class=\"band\"></div>\n<main>\n");
	element(out, "<h1>", d->title, "</h1>\n");
	element(out, "<p class=\"subtitle\">", d->subtitle, "</p>\n");
	for (const struct document_block *b = d->blocks; b != NULL; b = b->next)
		block(b, out);
	element(out, "<footer>", d->foot, "</footer>\n</main>\n</body>\n</html>\n");
}
