#!/bin/sh
# The keeper killed a hundred times under write load.
exec "$ROOT/tests/crash/cycles.sh" 100
