/// Readers and pollers of outside data: grid carbon, prices, traces.
@NullMarked
package dev.perigee.feeds;

import org.jspecify.annotations.NullMarked;
