/// Where invocations come in: the dispatcher of [dev.perigee.engine.dispatch.Dispatcher] with real
/// callers.
@NullMarked
package dev.perigee.platform.gateway;

import org.jspecify.annotations.NullMarked;
