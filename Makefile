.PHONY: demo test check bench build fuzz-long format

demo:
	tools/demo

test:
	tools/test

check:
	tools/test quick

bench:
	tools/bench

build:
	tools/build release

fuzz-long:
	tools/fuzz -runs=1000000

format:
	tools/check_format --fix
