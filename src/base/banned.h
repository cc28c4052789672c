/*
 * banned.h - functions this program does without; force-included into every file of src/ and tools/.
 *
 * Each has a bounded replacement: arena_printf, buf_printf, int_parse, str_*, hex_*, time.h.
 */
#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok atoi atol atoll atof
#pragma GCC poison gmtime localtime ctime asctime tmpnam tempnam mktemp system popen
