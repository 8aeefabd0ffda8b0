/// Deploys functions: checks everything about a request at once, stores the code, prepares the
/// nodes, and asks the engine to make it durable.
@NullMarked
package dev.perigee.platform.registry;

import org.jspecify.annotations.NullMarked;
