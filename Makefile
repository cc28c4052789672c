# make run     install what is missing, build, and serve the demonstration on http://localhost:8080 (PORT=)
# make test    install what tests need, build with sanitizers, run everything; ONLY="cli http" or ONLY=FILE narrows it
# make build   build/atrama
# make soak    the long lengths: fuzzing for ten minutes a target, the long crash run
# make bench   the measurements of bench/
# make assets  web/static again, from npm
# make shots   the README's pictures again
# make clean   everything that was built; the registry in ./demo stays

PORT ?= 8080
ONLY =
SANITIZE = -Db_sanitize=address,undefined -Doptimization=1 -Ddebug=false -Dc_args=-g1
MAKEFLAGS += --no-print-directory

build:
	@tools/stage 'Packages' tools/deps run
	@tools/stage 'Program' tools/build build

run: build
	@test -d demo || { rm -rf build/demo && \
		tools/stage 'Demonstration registry, ./demo' build/atrama demo build/demo && mv build/demo demo; }
	@exec build/atrama serve demo --listen 127.0.0.1:$(PORT)

# The last line on standard output is always "N passed, N failed"; when some failed, make says so after it.
test: test-build
	@tests/run $(ONLY)

test-build:
	@{ tools/stage 'Packages' tools/deps run test && \
	tools/stage 'Node packages' tools/node && \
	tools/stage 'Program, with sanitizers' tools/build build-test -Dtests=true $(SANITIZE); } || \
	{ echo '0 passed, 1 failed'; exit 1; }

fuzz-build:
	@tools/stage 'Packages' tools/deps run soak
	@tools/stage 'Fuzz targets' env CC=clang tools/build build-fuzz -Dfuzz=true -Db_lundef=false $(SANITIZE)

soak: test-build fuzz-build
	@SOAK=1 FUZZ_SECONDS=600 tests/run fuzz soak

bench: build
	@for each in bench/*/run; do "$$each" || exit 1; done

assets:
	@tools/stage 'Node packages' tools/node
	@tools/node web/assets-src/build.mjs

shots: test-build
	@SHOTS=$(CURDIR)/docs/shots tests/run tests/browser/readme.mjs

clean:
	rm -rf build build-test build-fuzz node_modules

.PHONY: build run test test-build fuzz-build soak bench assets shots clean
