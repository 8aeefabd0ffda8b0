/// The Lambda Extensions API and Telemetry API of one sandbox: programs beside the runtime that are
/// told of each invocation and of the end, and that get what the platform and the function say.
@NullMarked
package dev.perigee.runtime.lambda.extension;

import org.jspecify.annotations.NullMarked;
