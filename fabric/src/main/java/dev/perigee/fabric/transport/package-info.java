/// Frames between a controller and its nodes.
///
/// A node dials, the controller listens. Between `onUp` and `onLost` a channel has no holes: every
/// frame arrives, in order, or contact is lost as a whole. Contact is lost when nothing was heard
/// for a bound (both sides send heartbeats) or the connection breaks; then all outstanding requests
/// fail, and the node dials again with a growing pause (binary exponential back-off with jitter).
/// Both sides tell their epoch in the hello; of two incarnations of one node the higher epoch wins.
///
/// On the wire a frame is a length (4 bytes, big-endian, of what follows), a kind (1 byte), a
/// correlation (8 bytes: 0 for a one-way message, c > 0 for a request, -c for its answer) and the
/// payload.
@NullMarked
package dev.perigee.fabric.transport;

import org.jspecify.annotations.NullMarked;
