#!/bin/bash
# Some weeks of tests/soak/year.sh, every day the same ones.
STEPS=300 SEED=7 exec bash "$ROOT/tests/soak/year.sh"
