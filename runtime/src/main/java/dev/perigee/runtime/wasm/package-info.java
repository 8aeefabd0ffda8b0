/// Workers for functions in WebAssembly: a WASI command whose event is standard input and whose
/// answer is standard output.
///
/// A module is compiled when it is deployed and kept as an artefact, named by the SHA-256 of the
/// module and the engine's version. A worker runs it either in this JVM or, by default, in a JVM
/// that belongs to the function's tenant alone.
@NullMarked
package dev.perigee.runtime.wasm;

import org.jspecify.annotations.NullMarked;
