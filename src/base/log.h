/*
 * log.h - one JSON line an event on standard error.
 *
 * This is the operator's log, not the audit log. Keys and event names are literals; values are codes, counts,
 * references and file names. No free text from people, no secrets, no names: nothing here can name a person.
 */
#pragma once
#include <stdint.h>

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO };

struct log_pair {
	const char *key;
	const char *str; /* NULL: the value is `num` */
	int64_t num;
};

#define L_STR(key_, value_) ((struct log_pair){.key = (key_), .str = (value_)})
#define L_INT(key_, value_) ((struct log_pair){.key = (key_), .num = (int64_t)(value_)})

void log_write(enum log_level level, const char *event, const struct log_pair *pairs);
void log_level_set(enum log_level level); /* of the whole process; LOG_INFO at first */

#define LOG_PAIRS(...) ((const struct log_pair[]){__VA_ARGS__ __VA_OPT__(, ) {0}})
#define log_error(event, ...) log_write(LOG_ERROR, (event), LOG_PAIRS(__VA_ARGS__))
#define log_warn(event, ...) log_write(LOG_WARN, (event), LOG_PAIRS(__VA_ARGS__))
#define log_info(event, ...) log_write(LOG_INFO, (event), LOG_PAIRS(__VA_ARGS__))
