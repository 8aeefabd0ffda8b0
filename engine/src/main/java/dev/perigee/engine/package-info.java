/// The deterministic controller: observe, decide, act, record.
@NullMarked
package dev.perigee.engine;

import org.jspecify.annotations.NullMarked;
