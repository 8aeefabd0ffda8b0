/// Event-source mappings: queues whose messages run a function, in batches. A message is deleted
/// when the function has answered for it, and comes again otherwise.
@NullMarked
package dev.perigee.platform.mapping;

import org.jspecify.annotations.NullMarked;
