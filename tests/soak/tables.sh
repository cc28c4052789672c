#!/bin/bash
# Two hundred random tables of figures come back.
N=${N:-200} exec bash "$ROOT/tests/national/tables.sh"
