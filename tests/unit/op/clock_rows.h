/*
 * clock_rows.h - every rule of every time that runs, as dates: first day, what was changed, and where it stands on a day.
 *
 * Made by another program than the one under test, which walks from day to day instead of adding lengths, with the
 * holidays of each year written out. No day and state: the law did not know it.
 */
#pragma once

static const struct {
	const char *profile;
	int region;
	const char *clock, *first, *changes, *today, *ends;
	int state, left;
} rows[] = {
	/* thirty days, the first one counts */
	{"lt", 0, "reflection", "2026-03-01", "", "2026-03-01", "2026-03-30", CLOCK_RUNS, 29},
	{"lt", 0, "reflection", "2026-03-01", "", "2026-03-29", "2026-03-30", CLOCK_RUNS, 1},
	{"lt", 0, "reflection", "2026-03-01", "", "2026-03-30", "2026-03-30", CLOCK_RUNS, 0},
	{"lt", 0, "reflection", "2026-03-01", "", "2026-03-31", "2026-03-30", CLOCK_OVER, -1},
	/* over the end of a leap February */
	{"lt", 0, "reflection", "2024-02-01", "", "2024-02-29", "2024-03-01", CLOCK_RUNS, 1},
	{"lt", 0, "reflection", "2024-02-01", "", "2024-03-01", "2024-03-01", CLOCK_RUNS, 0},
	{"lt", 0, "reflection", "2024-02-01", "", "2024-03-02", "2024-03-01", CLOCK_OVER, -1},
	/* over a February of 28 days */
	{"lt", 0, "reflection", "2026-02-10", "", "2026-03-11", "2026-03-11", CLOCK_RUNS, 0},
	{"lt", 0, "reflection", "2026-02-10", "", "2026-03-12", "2026-03-11", CLOCK_OVER, -1},
	/* begun on the leap day */
	{"lt", 0, "reflection", "2024-02-29", "", "2024-03-29", "2024-03-29", CLOCK_RUNS, 0},
	{"lt", 0, "reflection", "2024-02-29", "", "2024-03-30", "2024-03-29", CLOCK_OVER, -1},
	/* over the night the clock goes forward */
	{"lt", 0, "reflection", "2026-03-15", "", "2026-03-28", "2026-04-13", CLOCK_RUNS, 16},
	{"lt", 0, "reflection", "2026-03-15", "", "2026-03-29", "2026-04-13", CLOCK_RUNS, 15},
	{"lt", 0, "reflection", "2026-03-15", "", "2026-03-30", "2026-04-13", CLOCK_RUNS, 14},
	{"lt", 0, "reflection", "2026-03-15", "", "2026-04-13", "2026-04-13", CLOCK_RUNS, 0},
	{"lt", 0, "reflection", "2026-03-15", "", "2026-04-14", "2026-04-13", CLOCK_OVER, -1},
	/* over the night it goes back */
	{"lt", 0, "reflection", "2026-10-10", "", "2026-10-25", "2026-11-08", CLOCK_RUNS, 14},
	{"lt", 0, "reflection", "2026-10-10", "", "2026-10-26", "2026-11-08", CLOCK_RUNS, 13},
	{"lt", 0, "reflection", "2026-10-10", "", "2026-11-08", "2026-11-08", CLOCK_RUNS, 0},
	{"lt", 0, "reflection", "2026-10-10", "", "2026-11-09", "2026-11-08", CLOCK_OVER, -1},
	/* over the end of a year */
	{"lt", 0, "reflection", "2025-12-15", "", "2025-12-31", "2026-01-13", CLOCK_RUNS, 13},
	{"lt", 0, "reflection", "2025-12-15", "", "2026-01-01", "2026-01-13", CLOCK_RUNS, 12},
	{"lt", 0, "reflection", "2025-12-15", "", "2026-01-13", "2026-01-13", CLOCK_RUNS, 0},
	/* before the law there was none */
	{"lt", 0, "reflection", "2010-12-31", "", "2011-01-05", "", 0, 0},
	/* on the first day of the law */
	{"lt", 0, "reflection", "2011-01-01", "", "2011-01-30", "2011-01-30", CLOCK_RUNS, 0},
	{"lt", 0, "reflection", "2011-01-01", "", "2011-01-31", "2011-01-30", CLOCK_OVER, -1},
	/* made longer once */
	{"lt", 0, "reflection", "2026-03-01", "extend 2026-03-20 2026-04-29", "2026-03-31", "2026-04-29", CLOCK_RUNS, 29},
	{"lt", 0, "reflection", "2026-03-01", "extend 2026-03-20 2026-04-29", "2026-04-29", "2026-04-29", CLOCK_RUNS, 0},
	{"lt", 0, "reflection", "2026-03-01", "extend 2026-03-20 2026-04-29", "2026-04-30", "2026-04-29", CLOCK_OVER, -1},
	/* made longer by less than the most */
	{"lt", 0, "reflection", "2026-03-01", "extend 2026-03-30 2026-04-05", "2026-04-05", "2026-04-05", CLOCK_RUNS, 0},
	{"lt", 0, "reflection", "2026-03-01", "extend 2026-03-30 2026-04-05", "2026-04-06", "2026-04-05", CLOCK_OVER, -1},
	/* ended early */
	{"lt", 0, "reflection", "2026-03-01", "end 2026-03-10", "2026-03-10", "2026-03-10", CLOCK_ENDED, 0},
	{"lt", 0, "reflection", "2026-03-01", "end 2026-03-10", "2026-03-11", "2026-03-10", CLOCK_ENDED, 0},
	/* ended on its first day */
	{"lt", 0, "reflection", "2026-03-01", "end 2026-03-01", "2026-03-01", "2026-03-01", CLOCK_ENDED, 0},
	/* made longer, then ended */
	{"lt", 0, "reflection", "2026-03-01", "extend 2026-03-20 2026-04-29; end 2026-04-01", "2026-04-02", "2026-04-01", CLOCK_ENDED, 0},
	/* six months from the middle */
	{"lt", 0, "residence", "2026-01-15", "", "2026-07-14", "2026-07-14", CLOCK_RUNS, 0},
	{"lt", 0, "residence", "2026-01-15", "", "2026-07-15", "2026-07-14", CLOCK_OVER, -1},
	/* six months from the 31st: the month has no such day */
	{"lt", 0, "residence", "2025-08-31", "", "2026-02-28", "2026-02-28", CLOCK_RUNS, 0},
	{"lt", 0, "residence", "2025-08-31", "", "2026-03-01", "2026-02-28", CLOCK_OVER, -1},
	/* the same into a leap year */
	{"lt", 0, "residence", "2023-08-31", "", "2024-02-29", "2024-02-29", CLOCK_RUNS, 0},
	{"lt", 0, "residence", "2023-08-31", "", "2024-03-01", "2024-02-29", CLOCK_OVER, -1},
	/* from the 30th of August */
	{"lt", 0, "residence", "2025-08-30", "", "2026-02-28", "2026-02-28", CLOCK_RUNS, 0},
	/* from the leap day */
	{"lt", 0, "residence", "2024-02-29", "", "2024-08-28", "2024-08-28", CLOCK_RUNS, 0},
	{"lt", 0, "residence", "2024-02-29", "", "2024-08-29", "2024-08-28", CLOCK_OVER, -1},
	/* from the first of a month */
	{"lt", 0, "residence", "2026-01-01", "", "2026-06-30", "2026-06-30", CLOCK_RUNS, 0},
	{"lt", 0, "residence", "2026-01-01", "", "2026-07-01", "2026-06-30", CLOCK_OVER, -1},
	/* from the last of a short month */
	{"lt", 0, "residence", "2026-04-30", "", "2026-10-29", "2026-10-29", CLOCK_RUNS, 0},
	{"lt", 0, "residence", "2026-04-30", "", "2026-10-30", "2026-10-29", CLOCK_OVER, -1},
	/* from New Year's Eve */
	{"lt", 0, "residence", "2025-12-31", "", "2026-06-30", "2026-06-30", CLOCK_RUNS, 0},
	{"lt", 0, "residence", "2025-12-31", "", "2026-07-01", "2026-06-30", CLOCK_OVER, -1},
	/* renewed twice */
	{"lt", 0, "residence", "2025-01-10", "extend 2025-07-01 2026-01-09; extend 2026-01-02 2026-07-09", "2025-07-09", "2026-07-09", CLOCK_RUNS, 365},
	{"lt", 0, "residence", "2025-01-10", "extend 2025-07-01 2026-01-09; extend 2026-01-02 2026-07-09", "2026-01-09", "2026-07-09", CLOCK_RUNS, 181},
	{"lt", 0, "residence", "2025-01-10", "extend 2025-07-01 2026-01-09; extend 2026-01-02 2026-07-09", "2026-07-09", "2026-07-09", CLOCK_RUNS, 0},
	{"lt", 0, "residence", "2025-01-10", "extend 2025-07-01 2026-01-09; extend 2026-01-02 2026-07-09", "2026-07-10", "2026-07-09", CLOCK_OVER, -1},
	/* withdrawn */
	{"lt", 0, "residence", "2026-01-10", "end 2026-03-03", "2026-03-04", "2026-03-03", CLOCK_ENDED, 0},
	/* ten days, the day of the referral not counted */
	{"lt", 0, "decision", "2026-03-02", "", "2026-03-02", "2026-03-12", CLOCK_RUNS, 10},
	{"lt", 0, "decision", "2026-03-02", "", "2026-03-12", "2026-03-12", CLOCK_RUNS, 0},
	{"lt", 0, "decision", "2026-03-02", "", "2026-03-13", "2026-03-12", CLOCK_OVER, -1},
	/* the last day is a Saturday: Monday */
	{"lt", 0, "decision", "2026-03-04", "", "2026-03-14", "2026-03-16", CLOCK_RUNS, 2},
	{"lt", 0, "decision", "2026-03-04", "", "2026-03-16", "2026-03-16", CLOCK_RUNS, 0},
	{"lt", 0, "decision", "2026-03-04", "", "2026-03-17", "2026-03-16", CLOCK_OVER, -1},
	/* the last day is a Sunday */
	{"lt", 0, "decision", "2026-03-05", "", "2026-03-16", "2026-03-16", CLOCK_RUNS, 0},
	/* the last day is a holiday: 11 March */
	{"lt", 0, "decision", "2026-03-01", "", "2026-03-11", "2026-03-12", CLOCK_RUNS, 1},
	{"lt", 0, "decision", "2026-03-01", "", "2026-03-12", "2026-03-12", CLOCK_RUNS, 0},
	/* the last day is Easter Sunday: Tuesday */
	{"lt", 0, "decision", "2026-03-26", "", "2026-04-05", "2026-04-07", CLOCK_RUNS, 2},
	{"lt", 0, "decision", "2026-03-26", "", "2026-04-07", "2026-04-07", CLOCK_RUNS, 0},
	/* the last day is Christmas Eve: Monday the 28th */
	{"lt", 0, "decision", "2026-12-14", "", "2026-12-24", "2026-12-28", CLOCK_RUNS, 4},
	{"lt", 0, "decision", "2026-12-14", "", "2026-12-28", "2026-12-28", CLOCK_RUNS, 0},
	{"lt", 0, "decision", "2026-12-14", "", "2026-12-29", "2026-12-28", CLOCK_OVER, -1},
	/* the last day is New Year's Day: Friday, then Monday */
	{"lt", 0, "decision", "2026-12-22", "", "2027-01-01", "2027-01-04", CLOCK_RUNS, 3},
	{"lt", 0, "decision", "2026-12-22", "", "2027-01-04", "2027-01-04", CLOCK_RUNS, 0},
	/* All Souls' was no holiday in 2019 */
	{"lt", 0, "decision", "2019-10-22", "", "2019-11-04", "2019-11-04", CLOCK_RUNS, 0},
	/* All Saints' of 2026 is a Sunday, and Monday is All Souls' */
	{"lt", 0, "decision", "2026-10-22", "", "2026-11-01", "2026-11-03", CLOCK_RUNS, 2},
	{"lt", 0, "decision", "2026-10-22", "", "2026-11-03", "2026-11-03", CLOCK_RUNS, 0},
	/* Midsummer */
	{"lt", 0, "decision", "2026-06-14", "", "2026-06-24", "2026-06-25", CLOCK_RUNS, 1},
	{"lt", 0, "decision", "2026-06-14", "", "2026-06-25", "2026-06-25", CLOCK_RUNS, 0},
	/* Assumption on a Saturday */
	{"lt", 0, "decision", "2026-08-05", "", "2026-08-17", "2026-08-17", CLOCK_RUNS, 0},
	/* over the leap day */
	{"lt", 0, "decision", "2024-02-22", "", "2024-03-04", "2024-03-04", CLOCK_RUNS, 0},
	{"lt", 0, "decision", "2024-02-22", "", "2024-03-05", "2024-03-04", CLOCK_OVER, -1},
	/* met in time */
	{"lt", 0, "decision", "2026-03-02", "met 2026-03-09", "2026-03-20", "2026-03-12", CLOCK_MET, 3},
	/* met on its last day */
	{"lt", 0, "decision", "2026-03-02", "met 2026-03-12", "2026-03-20", "2026-03-12", CLOCK_MET, 0},
	/* met late */
	{"lt", 0, "decision", "2026-03-02", "met 2026-03-17", "2026-03-20", "2026-03-12", CLOCK_MET, -5},
	/* stands still and runs on */
	{"lt", 0, "decision", "2026-03-02", "pause 2026-03-05; resume 2026-03-10", "2026-03-10", "2026-03-17", CLOCK_RUNS, 7},
	{"lt", 0, "decision", "2026-03-02", "pause 2026-03-05; resume 2026-03-10", "2026-03-17", "2026-03-17", CLOCK_RUNS, 0},
	{"lt", 0, "decision", "2026-03-02", "pause 2026-03-05; resume 2026-03-10", "2026-03-18", "2026-03-17", CLOCK_OVER, -1},
	/* stands still */
	{"lt", 0, "decision", "2026-03-02", "pause 2026-03-05", "2026-03-05", "2026-03-12", CLOCK_PAUSED, 8},
	{"lt", 0, "decision", "2026-03-02", "pause 2026-03-05", "2026-05-01", "2026-03-12", CLOCK_PAUSED, 8},
	/* stands still twice */
	{"lt", 0, "decision", "2026-03-02", "pause 2026-03-04; resume 2026-03-06; pause 2026-03-09; resume 2026-03-23", "2026-03-30", "2026-03-30", CLOCK_RUNS, 0},
	/* stopped and resumed on one day */
	{"lt", 0, "decision", "2026-03-02", "pause 2026-03-05; resume 2026-03-05", "2026-03-12", "2026-03-12", CLOCK_RUNS, 0},
	/* stopped on its last day */
	{"lt", 0, "decision", "2026-03-02", "pause 2026-03-12; resume 2026-03-16", "2026-03-16", "2026-03-16", CLOCK_RUNS, 0},
	/* made longer */
	{"lt", 0, "decision", "2026-03-02", "extend 2026-03-10 2026-03-23", "2026-03-23", "2026-03-23", CLOCK_RUNS, 0},
	{"lt", 0, "decision", "2026-03-02", "extend 2026-03-10 2026-03-23", "2026-03-24", "2026-03-23", CLOCK_OVER, -1},
	/* stopped, then met while it stands */
	{"lt", 0, "decision", "2026-03-02", "pause 2026-03-05; met 2026-03-20", "2026-03-21", "2026-03-27", CLOCK_MET, 7},
	/* twenty working days */
	{"lt", 0, "review", "2026-01-05", "", "2026-01-05", "2026-02-02", CLOCK_RUNS, 20},
	{"lt", 0, "review", "2026-01-05", "", "2026-02-02", "2026-02-02", CLOCK_RUNS, 0},
	{"lt", 0, "review", "2026-01-05", "", "2026-02-03", "2026-02-02", CLOCK_OVER, -1},
	/* over 16 February and 11 March */
	{"lt", 0, "review", "2026-02-13", "", "2026-03-16", "2026-03-17", CLOCK_RUNS, 1},
	/* over Easter */
	{"lt", 0, "review", "2026-03-20", "", "2026-04-20", "2026-04-20", CLOCK_RUNS, 0},
	/* over Christmas and New Year */
	{"lt", 0, "review", "2026-12-10", "", "2027-01-12", "2027-01-12", CLOCK_RUNS, 0},
	/* asked on a Saturday */
	{"lt", 0, "review", "2026-01-10", "", "2026-02-06", "2026-02-06", CLOCK_RUNS, 0},
	/* asked on a holiday */
	{"lt", 0, "review", "2026-05-01", "", "2026-05-29", "2026-05-29", CLOCK_RUNS, 0},
	/* stands still over a weekend */
	{"lt", 0, "review", "2026-01-05", "pause 2026-01-08; resume 2026-01-13", "2026-01-14", "2026-02-05", CLOCK_RUNS, 16},
	/* stands still two weeks */
	{"lt", 0, "review", "2026-01-05", "pause 2026-01-12; resume 2026-01-26", "2026-02-20", "2026-02-17", CLOCK_OVER, -3},
	/* answered */
	{"lt", 0, "review", "2026-01-05", "met 2026-01-20", "2026-01-25", "2026-02-02", CLOCK_MET, 9},
	/* answered late */
	{"lt", 0, "review", "2026-01-05", "met 2026-02-05", "2026-02-06", "2026-02-02", CLOCK_MET, -3},
	/* made longer by working days */
	{"lt", 0, "review", "2026-01-05", "extend 2026-01-29 2026-02-17", "2026-02-17", "2026-02-17", CLOCK_RUNS, 0},
	/* five working days, England */
	{"uk", 1, "reasonable", "2026-01-05", "", "2026-01-12", "2026-01-12", CLOCK_RUNS, 0},
	{"uk", 1, "reasonable", "2026-01-05", "", "2026-01-13", "2026-01-12", CLOCK_OVER, -1},
	/* over New Year, England */
	{"uk", 1, "reasonable", "2025-12-30", "", "2026-01-07", "2026-01-07", CLOCK_RUNS, 0},
	/* over Easter, England */
	{"uk", 1, "reasonable", "2026-04-01", "", "2026-04-09", "2026-04-10", CLOCK_RUNS, 1},
	/* over the middle of July, England */
	{"uk", 1, "reasonable", "2026-07-09", "", "2026-07-16", "2026-07-16", CLOCK_RUNS, 0},
	/* over St Patrick's, England */
	{"uk", 1, "reasonable", "2026-03-13", "", "2026-03-20", "2026-03-20", CLOCK_RUNS, 0},
	/* over the end of August, England */
	{"uk", 1, "reasonable", "2026-08-27", "", "2026-09-04", "2026-09-04", CLOCK_RUNS, 0},
	/* over the begin of August, England */
	{"uk", 1, "reasonable", "2026-07-30", "", "2026-08-06", "2026-08-06", CLOCK_RUNS, 0},
	/* over St Andrew's, England */
	{"uk", 1, "reasonable", "2026-11-27", "", "2026-12-04", "2026-12-04", CLOCK_RUNS, 0},
	/* five working days, Scotland */
	{"uk", 3, "reasonable", "2026-01-05", "", "2026-01-12", "2026-01-12", CLOCK_RUNS, 0},
	{"uk", 3, "reasonable", "2026-01-05", "", "2026-01-13", "2026-01-12", CLOCK_OVER, -1},
	/* over New Year, Scotland */
	{"uk", 3, "reasonable", "2025-12-30", "", "2026-01-07", "2026-01-08", CLOCK_RUNS, 1},
	/* over Easter, Scotland */
	{"uk", 3, "reasonable", "2026-04-01", "", "2026-04-09", "2026-04-09", CLOCK_RUNS, 0},
	/* over the middle of July, Scotland */
	{"uk", 3, "reasonable", "2026-07-09", "", "2026-07-16", "2026-07-16", CLOCK_RUNS, 0},
	/* over St Patrick's, Scotland */
	{"uk", 3, "reasonable", "2026-03-13", "", "2026-03-20", "2026-03-20", CLOCK_RUNS, 0},
	/* over the end of August, Scotland */
	{"uk", 3, "reasonable", "2026-08-27", "", "2026-09-04", "2026-09-03", CLOCK_OVER, -1},
	/* over the begin of August, Scotland */
	{"uk", 3, "reasonable", "2026-07-30", "", "2026-08-06", "2026-08-07", CLOCK_RUNS, 1},
	/* over St Andrew's, Scotland */
	{"uk", 3, "reasonable", "2026-11-27", "", "2026-12-04", "2026-12-07", CLOCK_RUNS, 1},
	/* five working days, Northern Ireland */
	{"uk", 4, "reasonable", "2026-01-05", "", "2026-01-12", "2026-01-12", CLOCK_RUNS, 0},
	{"uk", 4, "reasonable", "2026-01-05", "", "2026-01-13", "2026-01-12", CLOCK_OVER, -1},
	/* over New Year, Northern Ireland */
	{"uk", 4, "reasonable", "2025-12-30", "", "2026-01-07", "2026-01-07", CLOCK_RUNS, 0},
	/* over Easter, Northern Ireland */
	{"uk", 4, "reasonable", "2026-04-01", "", "2026-04-09", "2026-04-10", CLOCK_RUNS, 1},
	/* over the middle of July, Northern Ireland */
	{"uk", 4, "reasonable", "2026-07-09", "", "2026-07-16", "2026-07-17", CLOCK_RUNS, 1},
	/* over St Patrick's, Northern Ireland */
	{"uk", 4, "reasonable", "2026-03-13", "", "2026-03-20", "2026-03-23", CLOCK_RUNS, 1},
	/* over the end of August, Northern Ireland */
	{"uk", 4, "reasonable", "2026-08-27", "", "2026-09-04", "2026-09-04", CLOCK_RUNS, 0},
	/* over the begin of August, Northern Ireland */
	{"uk", 4, "reasonable", "2026-07-30", "", "2026-08-06", "2026-08-06", CLOCK_RUNS, 0},
	/* over St Andrew's, Northern Ireland */
	{"uk", 4, "reasonable", "2026-11-27", "", "2026-12-04", "2026-12-04", CLOCK_RUNS, 0},
	/* Wales counts as England */
	{"uk", 2, "reasonable", "2026-04-01", "", "2026-04-10", "2026-04-10", CLOCK_RUNS, 0},
	/* Boxing Day of 2026 is a Saturday: Monday instead */
	{"uk", 1, "reasonable", "2026-12-23", "", "2027-01-04", "2027-01-04", CLOCK_RUNS, 0},
	/* Christmas of 2021 on a weekend: Monday and Tuesday */
	{"uk", 1, "reasonable", "2021-12-23", "", "2021-12-31", "2022-01-04", CLOCK_RUNS, 1},
	/* both days of New Year in Scotland, on a weekend */
	{"uk", 3, "reasonable", "2021-12-31", "", "2022-01-10", "2022-01-11", CLOCK_RUNS, 1},
	/* St Andrew's on a Saturday in 2024: Monday */
	{"uk", 3, "reasonable", "2024-11-28", "", "2024-12-06", "2024-12-06", CLOCK_RUNS, 0},
	/* the jubilee of 2022 */
	{"uk", 1, "reasonable", "2022-05-30", "", "2022-06-08", "2022-06-08", CLOCK_RUNS, 0},
	/* the funeral of 2022 */
	{"uk", 1, "reasonable", "2022-09-16", "", "2022-09-26", "2022-09-26", CLOCK_RUNS, 0},
	/* the coronation of 2023 */
	{"uk", 1, "reasonable", "2023-05-04", "", "2023-05-12", "2023-05-12", CLOCK_RUNS, 0},
	/* the May day that moved in 2020 */
	{"uk", 1, "reasonable", "2020-05-01", "", "2020-05-11", "2020-05-11", CLOCK_RUNS, 0},
	/* St Patrick's on a Sunday in 2024 */
	{"uk", 4, "reasonable", "2024-03-14", "", "2024-03-22", "2024-03-22", CLOCK_RUNS, 0},
	/* 12 July on a Saturday in 2025 */
	{"uk", 4, "reasonable", "2025-07-10", "", "2025-07-18", "2025-07-18", CLOCK_RUNS, 0},
	/* begun on a Sunday */
	{"uk", 1, "reasonable", "2026-02-01", "", "2026-02-06", "2026-02-06", CLOCK_RUNS, 0},
	/* decided in time */
	{"uk", 1, "reasonable", "2026-02-02", "met 2026-02-05", "2026-02-20", "2026-02-09", CLOCK_MET, 2},
	/* decided late */
	{"uk", 1, "reasonable", "2026-02-02", "met 2026-02-12", "2026-02-20", "2026-02-09", CLOCK_MET, -3},
	/* overdue */
	{"uk", 1, "reasonable", "2026-02-02", "", "2026-02-10", "2026-02-09", CLOCK_OVER, -1},
	{"uk", 1, "reasonable", "2026-02-02", "", "2026-03-02", "2026-02-09", CLOCK_OVER, -15},
	/* information is missing */
	{"uk", 1, "reasonable", "2026-02-02", "pause 2026-02-04; resume 2026-02-18", "2026-02-19", "2026-02-23", CLOCK_RUNS, 2},
	{"uk", 1, "reasonable", "2026-02-02", "pause 2026-02-04; resume 2026-02-18", "2026-02-24", "2026-02-23", CLOCK_OVER, -1},
	/* over the leap day */
	{"uk", 1, "reasonable", "2024-02-27", "", "2024-03-05", "2024-03-05", CLOCK_RUNS, 0},
	/* the law of the first day: 45 days, though it fell to 30 meanwhile */
	{"uk", 1, "reflection", "2022-12-01", "", "2022-12-30", "2023-01-14", CLOCK_RUNS, 15},
	{"uk", 1, "reflection", "2022-12-01", "", "2023-01-14", "2023-01-14", CLOCK_RUNS, 0},
	/* the day before the law */
	{"uk", 1, "reflection", "2022-12-12", "", "2023-01-25", "2023-01-25", CLOCK_RUNS, 0},
	/* the day of the law */
	{"uk", 1, "reflection", "2022-12-13", "", "2023-01-11", "2023-01-11", CLOCK_RUNS, 0},
	/* at least thirty days, and no conclusive decision yet */
	{"uk", 1, "reflection", "2026-01-01", "", "2026-01-30", "2026-01-30", CLOCK_RUNS, 0},
	{"uk", 1, "reflection", "2026-01-01", "", "2026-01-31", "2026-01-30", CLOCK_RUNS, 0},
	{"uk", 1, "reflection", "2026-01-01", "", "2026-06-01", "2026-01-30", CLOCK_RUNS, 0},
	/* the conclusive decision comes early: the thirty days stand */
	{"uk", 1, "reflection", "2026-01-01", "met 2026-01-15", "2026-01-20", "2026-01-30", CLOCK_RUNS, 10},
	{"uk", 1, "reflection", "2026-01-01", "met 2026-01-15", "2026-01-30", "2026-01-30", CLOCK_RUNS, 0},
	{"uk", 1, "reflection", "2026-01-01", "met 2026-01-15", "2026-01-31", "2026-01-30", CLOCK_OVER, -1},
	/* the conclusive decision comes late */
	{"uk", 1, "reflection", "2026-01-01", "met 2026-03-15", "2026-03-15", "2026-03-15", CLOCK_RUNS, 0},
	{"uk", 1, "reflection", "2026-01-01", "met 2026-03-15", "2026-03-16", "2026-03-15", CLOCK_OVER, -1},
	/* disqualified */
	/* ended while it waited for the decision: that day is its last one */
	{"uk", 1, "reflection", "2026-01-01", "end 2026-02-20", "2026-02-21", "2026-02-20", CLOCK_ENDED, 0},
	{"uk", 1, "reflection", "2026-01-01", "end 2026-01-20", "2026-01-21", "2026-01-20", CLOCK_ENDED, 0},
	/* before the Act there was none */
	{"uk", 1, "reflection", "2015-10-31", "", "2015-11-02", "", 0, 0},
	/* over the night the clock goes forward */
	{"uk", 1, "reflection", "2026-03-10", "", "2026-03-29", "2026-04-08", CLOCK_RUNS, 10},
	{"uk", 1, "reflection", "2026-03-10", "", "2026-04-08", "2026-04-08", CLOCK_RUNS, 0},
	{"uk", 1, "reflection", "2026-03-10", "", "2026-04-09", "2026-04-08", CLOCK_RUNS, 0},
	/* 30 days, then the next working day */
	{"uk", 1, "conclusive", "2026-01-02", "", "2026-01-31", "2026-02-02", CLOCK_RUNS, 2},
	{"uk", 1, "conclusive", "2026-01-02", "", "2026-02-02", "2026-02-02", CLOCK_RUNS, 0},
	{"uk", 1, "conclusive", "2026-01-02", "", "2026-02-03", "2026-02-02", CLOCK_OVER, -1},
	/* of Easter Monday: Tuesday in England */
	{"uk", 1, "conclusive", "2026-03-07", "", "2026-04-07", "2026-04-07", CLOCK_RUNS, 0},
	/* of Easter Monday: itself in Scotland */
	{"uk", 3, "conclusive", "2026-03-08", "", "2026-04-06", "2026-04-06", CLOCK_RUNS, 0},
	/* met */
	{"uk", 1, "conclusive", "2026-01-02", "met 2026-02-20", "2026-02-21", "2026-02-02", CLOCK_MET, -18},
	/* stands still a month */
	{"uk", 1, "conclusive", "2026-01-02", "pause 2026-01-10; resume 2026-02-10", "2026-03-04", "2026-03-03", CLOCK_OVER, -1},
	/* 14 days and over before the law */
	{"uk", 1, "move_on", "2019-01-10", "", "2019-01-23", "2019-01-23", CLOCK_RUNS, 0},
	{"uk", 1, "move_on", "2019-01-10", "", "2019-01-24", "2019-01-23", CLOCK_OVER, -1},
	/* the last day is the day before the law: it is over */
	{"uk", 1, "move_on", "2019-01-18", "", "2019-01-31", "2019-01-31", CLOCK_RUNS, 0},
	{"uk", 1, "move_on", "2019-01-18", "", "2019-02-01", "2019-01-31", CLOCK_OVER, -1},
	/* still running on the day of the law: 45 days */
	{"uk", 1, "move_on", "2019-01-19", "", "2019-01-31", "2019-03-04", CLOCK_RUNS, 32},
	{"uk", 1, "move_on", "2019-01-19", "", "2019-02-01", "2019-03-04", CLOCK_RUNS, 31},
	{"uk", 1, "move_on", "2019-01-19", "", "2019-03-04", "2019-03-04", CLOCK_RUNS, 0},
	{"uk", 1, "move_on", "2019-01-19", "", "2019-03-05", "2019-03-04", CLOCK_OVER, -1},
	/* begun the day before the law */
	{"uk", 1, "move_on", "2019-01-31", "", "2019-03-16", "2019-03-16", CLOCK_RUNS, 0},
	/* begun under the law */
	{"uk", 1, "move_on", "2019-02-01", "", "2019-03-17", "2019-03-17", CLOCK_RUNS, 0},
	{"uk", 1, "move_on", "2019-02-01", "", "2019-03-18", "2019-03-17", CLOCK_OVER, -1},
	/* ended before the law: it stays ended */
	{"uk", 1, "move_on", "2019-01-25", "end 2019-01-28", "2019-02-10", "2019-01-28", CLOCK_ENDED, 0},
	/* made longer, then the law */
	{"uk", 1, "move_on", "2019-01-10", "extend 2019-01-20 2019-02-05", "2019-02-05", "2019-02-23", CLOCK_RUNS, 18},
	{"uk", 1, "move_on", "2019-01-10", "extend 2019-01-20 2019-02-05", "2019-02-24", "2019-02-23", CLOCK_OVER, -1},
	/* forty-five days */
	{"uk", 1, "move_on", "2026-02-01", "", "2026-03-17", "2026-03-17", CLOCK_RUNS, 0},
	{"uk", 1, "move_on", "2026-02-01", "", "2026-03-18", "2026-03-17", CLOCK_OVER, -1},
	/* longer by a needs assessment */
	{"uk", 1, "move_on", "2026-02-01", "extend 2026-03-10 2026-05-01", "2026-05-01", "2026-05-01", CLOCK_RUNS, 0},
	/* permission for twelve months from the leap day */
	{"uk", 1, "residence", "2024-02-29", "", "2025-02-28", "2025-02-28", CLOCK_RUNS, 0},
	{"uk", 1, "residence", "2024-02-29", "", "2025-03-01", "2025-02-28", CLOCK_OVER, -1},
	/* permission for twelve months */
	{"uk", 1, "residence", "2025-06-01", "", "2026-05-31", "2026-05-31", CLOCK_RUNS, 0},
};
