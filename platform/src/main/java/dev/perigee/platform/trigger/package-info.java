/// What makes functions run by itself: a trigger is a source, a filter, a function and how often an
/// event is tried. Events are CloudEvents 1.0. Nothing here has a clock, a file or a socket.
@NullMarked
package dev.perigee.platform.trigger;

import org.jspecify.annotations.NullMarked;
