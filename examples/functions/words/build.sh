#!/bin/sh
# Builds words.wasm, here or in the folder given. Debian: apt-get install clang lld wasi-libc libclang-rt-14-dev-wasm32
set -eu
cd "$(dirname "$0")"
clang --target=wasm32-wasi -std=c11 -O2 -Wall -Wextra -Werror -Wl,--strip-all -Wl,--stack-first -o "${1:-.}/words.wasm" words.c
