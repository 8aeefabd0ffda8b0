/// Puts the live platform together: clocks, journal, nodes, engine, gateway and HTTP, each by its
/// constructor.
@NullMarked
package dev.perigee.cli.live;

import org.jspecify.annotations.NullMarked;
