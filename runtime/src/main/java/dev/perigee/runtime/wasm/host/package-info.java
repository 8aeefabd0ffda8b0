/// Worker JVMs: one per tenant, started when the tenant first needs it, holding all of that
/// tenant's modules.
///
/// Platform and worker JVM talk over a Unix-domain socket that only the platform's user can open. A
/// frame is a kind (1 byte), a length (4 bytes, big-endian) and a body. A connection carries one
/// request at a time, so a thread of the platform and a thread of the worker JVM face each other
/// and nothing is queued in between. The worker JVM ends when its standard input does, that is, at
/// the latest with the platform.
@NullMarked
package dev.perigee.runtime.wasm.host;

import org.jspecify.annotations.NullMarked;
