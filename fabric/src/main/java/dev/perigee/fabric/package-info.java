/// Live transport, journal and state stores.
@NullMarked
package dev.perigee.fabric;

import org.jspecify.annotations.NullMarked;
