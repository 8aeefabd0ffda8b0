/// The ledgers of all nodes as one.
@NullMarked
package dev.perigee.platform.ledgers;

import org.jspecify.annotations.NullMarked;
