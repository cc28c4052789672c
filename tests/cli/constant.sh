#!/bin/sh
# The same answer, byte for byte (abuse 21), to a question about persons known, unknown, closed and forbidden; ten thousand,
# and their time, are in tests/soak/constant.sh: sixty are too few for that.
echo 1..1
"$(dirname "$ATRAMA")/tests/constant/constant" 60 20000 | grep '^\(not \)\{0,1\}ok 1 '
