/*
 * group.h - points and scalars of ristretto255 (RFC 9496), for comparing keys that stay hidden.
 *
 * A key becomes a point nobody knows the logarithm of; raised to a secret scalar it tells nothing without that scalar,
 * and two scalars may be applied in any order. A point that comes from elsewhere is whatever somebody sent: group_raise
 * takes only the one spelling of a point of the group, and never the neutral one.
 */
#pragma once
#include "crypt/crypt.h"

enum { GROUP_POINT = 32, GROUP_SCALAR = 32 };

/* A scalar from cx->rng, never zero. */
void group_scalar(struct cx *cx, uint8_t ret_scalar[GROUP_SCALAR]);

/* Whether these bytes are a scalar that group_scalar could have given. */
bool group_scalar_is(const uint8_t scalar[GROUP_SCALAR]);

/* The point of a key: BLAKE2b-512 over `domain` and the parts (crypt.h), taken to the group by RFC 9496 4.3.4. */
void group_point(uint8_t ret_point[GROUP_POINT], const char *domain, const struct blob *parts, size_t n_parts);

/* Point to the power of scalar. False: these bytes are no point, or the neutral one; `ret_point` may be `point`. */
MUST_CHECK bool group_raise(uint8_t ret_point[GROUP_POINT], const uint8_t scalar[GROUP_SCALAR],
	const uint8_t point[GROUP_POINT]);
