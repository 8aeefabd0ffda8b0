/// What a platform does right now: two readings of its counters, and what lies between them.
@NullMarked
package dev.perigee.cli.top;

import org.jspecify.annotations.NullMarked;
