#!/bin/sh
# Every page that a link of the site leads to, as every kind of account, in four languages: valid HTML (the Nu checker),
# no axe violation, and its weight. PAGES narrows how many pages of one shape are read for an account.
set -eu
cd "$ROOT"
tools/deps soak >&2
[ -d tests/soak/nu/node_modules ] || (cd tests/soak/nu && npm ci --ignore-scripts >&2)
exec tools/node tests/soak/html.mjs
