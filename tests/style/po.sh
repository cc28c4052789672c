#!/bin/sh
# po.sh: every message the program says is translated, in its own script, with its placeholders; nothing is left over.
exec "$ROOT/build-test/tools/mkpo" check "$ROOT"
