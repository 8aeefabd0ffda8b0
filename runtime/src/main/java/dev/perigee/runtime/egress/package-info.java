/// The one way out of a sandbox that may connect to somewhere: an HTTP proxy of the platform in the
/// sandbox's own network. It resolves names, holds the list, counts, and tells the function's log
/// what it refuses.
@NullMarked
package dev.perigee.runtime.egress;

import org.jspecify.annotations.NullMarked;
