#!/bin/sh
# The keeper killed ten times under write load; make soak does it a hundred times.
exec "$ROOT/tests/crash/cycles.sh" 10
