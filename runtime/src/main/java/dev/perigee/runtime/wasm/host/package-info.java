/// Worker JVMs: one per tenant, started when the tenant first needs it, holding all of that
/// tenant's modules.
///
/// A worker JVM runs in namespaces where the machine has them, and connects to a Unix-domain socket
/// of the platform that only it sees. A frame is a kind (1 byte), a length (4 bytes, big-endian)
/// and a body. A connection carries one request at a time, so a thread of the platform and a thread
/// of the worker JVM face each other and nothing is queued in between. The worker JVM ends when its
/// standard input does, that is, at the latest with the platform.
@NullMarked
package dev.perigee.runtime.wasm.host;

import org.jspecify.annotations.NullMarked;
