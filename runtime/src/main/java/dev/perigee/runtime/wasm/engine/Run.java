package dev.perigee.runtime.wasm.engine;

import java.util.function.Consumer;

/// One run of a command.
///
/// @param input what it reads from standard input
/// @param timeoutNs time after which it is interrupted
/// @param outputBytesMax an output beyond this ends the run
/// @param errorLines takes the lines that it writes to standard error, while it runs
public record Run(byte[] input, long timeoutNs, int outputBytesMax, Consumer<String> errorLines) {}
