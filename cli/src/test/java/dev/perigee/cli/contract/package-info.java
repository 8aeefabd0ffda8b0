/// The contract kit on the live world: the parts that `up` puts together, on one thread, with a
/// clock that is stepped and workers that only take time.
@NullMarked
package dev.perigee.cli.contract;

import org.jspecify.annotations.NullMarked;
