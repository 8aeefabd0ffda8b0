/// The simulated world: event queue, truth models, faults, scenario runner.
@NullMarked
package dev.perigee.simulator;

import org.jspecify.annotations.NullMarked;
