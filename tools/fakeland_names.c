/* fakeland_names.c - people nobody ever met: names in their own scripts, days of birth, papers that no state gives. */
#include "fakeland.h"

#include <stdlib.h>
#include <string.h>

enum { NAMES = 14 };

struct nation {
	const char *citizenship, *language;
	const char *men[NAMES], *women[NAMES];
	const char *families_men[NAMES], *families_women[NAMES]; /* women NULL: the same for both */
};

static const struct nation nations[] = {
	{"lt", "lt", {"Jonas", "Tomas", "Lukas", "Mantas", "Darius", "Rokas", "Algis", "Petras", "Vytautas", "Gintaras", "Justas",
		"Marius", "Karolis", "Ignas"},
		{"Rūta", "Eglė", "Gabija", "Ieva", "Austėja", "Rasa", "Jurgita", "Viktorija", "Monika", "Kristina", "Ugnė", "Aistė",
		"Simona", "Laima"},
		{"Žvirbliukas", "Rudenis", "Šaltenis", "Giraitis", "Ąžuolas", "Vėjelis", "Upinis", "Rasėnas", "Miglinas", "Pelėda",
		"Beržinskas", "Lankauskas", "Debesys", "Šilelis"},
		{"Žvirbliukaitė", "Rudenytė", "Šaltenienė", "Giraitytė", "Ąžuolaitė", "Vėjelytė", "Upinienė", "Rasėnaitė",
		"Miglinienė", "Pelėdaitė", "Beržinskaitė", "Lankauskienė", "Debesytė", "Šilelienė"}},
	{"ua", "uk", {"Андрій", "Олександр", "Сергій", "Дмитро", "Богдан", "Тарас", "Юрій", "Максим"},
		{"Олена", "Наталія", "Ірина", "Оксана", "Юлія", "Дарина", "Соломія", "Марія"},
		{"Коваленко", "Мельник", "Шевчук", "Яворський", "Гнатюк", "Зозуля", "Вишневий", "Кравченко"},
		{"Коваленко", "Мельник", "Шевчук", "Яворська", "Гнатюк", "Зозуля", "Вишнева", "Кравченко"}},
	{"by", "ru", {"Алексей", "Виктор", "Павел", "Евгений", "Игорь"}, {"Светлана", "Анастасия", "Полина", "Татьяна", "Вера"},
		{"Лесной", "Журавский", "Ковалёв", "Новиков", "Рябинин"}, {"Лесная", "Журавская", "Ковалёва", "Новикова", "Рябинина"}},
	{"vn", "vi", {"Văn Minh", "Quang Huy", "Đức Anh", "Tuấn", "Hải"}, {"Thị Mai", "Thị Lan", "Thu Hà", "Ngọc Ánh", "Thị Hoa"},
		{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng"}, {NULL}},
	{"uz", "ru", {"Азиз", "Бахтиёр", "Шерзод", "Рустам"}, {"Гульнора", "Дилноза", "Малика", "Нигора"},
		{"Каримов", "Юсупов", "Рахимов", "Турсунов"}, {"Каримова", "Юсупова", "Рахимова", "Турсунова"}},
	{"ng", "en", {"Emeka", "Tunde", "Ifeanyi", "Daniel"}, {"Blessing", "Ngozi", "Amaka", "Joy"},
		{"Okafor", "Adeyemi", "Balogun", "Eze"}, {NULL}},
	{"pl", "pl", {"Łukasz", "Michał", "Paweł"}, {"Małgorzata", "Żaneta", "Agnieszka"},
		{"Dąbrowski", "Zieliński", "Wójcik"}, {"Dąbrowska", "Zielińska", "Wójcik"}},
	{"in", "en", {"Ravi", "Arjun", "Sandeep", "Vikram"}, {"Priya", "Anita", "Kavita", "Meera"},
		{"Sharma", "Patel", "Kumar", "Nair"}, {NULL}},
};

static size_t names_n(const char *const *names) {
	size_t n = 0;
	while (n < NAMES && names[n] != NULL)
		n++;
	return n;
}

static const char *pick(struct chance *c, const char *const *names) {
	return names[between(c, 0, (int64_t)names_n(names) - 1)];
}

static const struct nation *nation_of(struct chance *c, const char *group) {
	static const unsigned char at_home[] = {0, 0, 0, 0, 0, 0, 1, 3, 5, 6}, at_work[] = {0, 0, 1, 1, 2, 3, 4, 4, 7, 7};
	bool labour = group != NULL && strcmp(group, "labor_trafficking") == 0;
	return &nations[(labour ? at_work : at_home)[between(c, 0, 9)]];
}

const struct human *human_new(struct land *l, const char *group, bool child, int on) {
	struct human *h = arena_alloc(l->arena, sizeof *h);
	struct chance *c = &l->chance;
	const struct nation *nation = nation_of(c, group);
	h->woman = group != NULL && strcmp(group, "sex_trafficking") == 0 ? !one_in(c, 8) : one_in(c, 3);
	h->given = pick(c, h->woman ? nation->women : nation->men);
	h->family = pick(c, h->woman && nation->families_women[0] != NULL ? nation->families_women : nation->families_men);
	h->citizenship = nation->citizenship;
	h->language = nation->language;
	int64_t days = child ? between(c, 6 * 366, 18 * 365) : between(c, 18 * 366, 58 * 365);
	h->born = on - (int)days;
	h->document = arena_printf(l->arena, "%c%c-%07d", nation->citizenship[0] - 32, nation->citizenship[1] - 32,
		(int)between(c, 1000, 9999) * 1000 + ++l->numbers % 1000);
	return h;
}

bool human_is_child(const struct human *h, int on) {
	return h->born != 0 && years_between(h->born, on) < 18;
}
