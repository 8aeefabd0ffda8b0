/// The live control plane: HTTP API, registry, gateway; drives the engine.
@NullMarked
package dev.perigee.platform;

import org.jspecify.annotations.NullMarked;
