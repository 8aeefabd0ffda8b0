/// Messages of NATS servers as events of triggers. What a stream of JetStream keeps is acknowledged
/// when what comes of it is durable (at least once); all else is taken as it comes (at most once).
@NullMarked
package dev.perigee.platform.nats;

import org.jspecify.annotations.NullMarked;
