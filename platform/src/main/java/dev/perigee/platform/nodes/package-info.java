/// The nodes that the control plane works with.
@NullMarked
package dev.perigee.platform.nodes;

import org.jspecify.annotations.NullMarked;
