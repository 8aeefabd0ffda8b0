/// A live node behind a channel: serves what its control plane asks, tells it what it did not ask,
/// and keeps apart what the control plane and the node's own engine gave leave for, so that each
/// gets back what it gave.
@NullMarked
package dev.perigee.runtime.remote;

import org.jspecify.annotations.NullMarked;
