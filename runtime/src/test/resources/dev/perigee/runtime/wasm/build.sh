#!/bin/sh
# Builds the modules next to this file; needs clang, lld and wasi-libc.
set -eu
cd "$(dirname "$0")"
out=${1:-.}
for name in echo faults foreign; do
  clang --target=wasm32-wasi -O2 -Wl,--strip-all -Wl,--stack-first -o "$out/$name.wasm" "$name.c"
done
clang --target=wasm32-wasi -O2 -nostartfiles -mexec-model=reactor -Wl,--strip-all -Wl,--no-entry -o "$out/library.wasm" library.c
