/// Runs WebAssembly commands: compiles a module to JVM bytecode ahead of time, loads it, and gives
/// every run an instance of its own.
///
/// `WasmEngine` is the seam behind which another engine can come. What a module can reach is
/// decided here and nowhere else: its own linear memory (reserved address space, capped, reset
/// between runs), standard input, output and error, its arguments and variables, clocks and random
/// numbers. Every other call of WASI preview 1 answers `ENOSYS`, so there is no file, directory or
/// socket to leak. A watchdog interrupts a run at its deadline; compiled code looks at the
/// interruption flag in every loop and call.
///
/// The system interface is WASI preview 1, as
/// https://github.com/WebAssembly/WASI/blob/v0.2.1/legacy/preview1/docs.md describes it.
@NullMarked
package dev.perigee.runtime.wasm.engine;

import org.jspecify.annotations.NullMarked;
