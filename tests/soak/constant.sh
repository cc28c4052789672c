#!/bin/sh
# Ten thousand questions about persons known, unknown, closed and forbidden: no difference in bytes or time. Then the
# control, two milliseconds more for whoever is known: told apart where answers are not held, and not where they are.
constant=$(dirname "$ATRAMA")/tests/constant/constant
"$constant" 10000 0 | sed 's/^{/# {/'
"$constant" 2000 -1 2000 | sed 's/^{/# {/'
"$constant" 2000 0 2000 | sed 's/^{/# {/'
