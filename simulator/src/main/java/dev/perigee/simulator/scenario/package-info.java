/// What a simulation is given: a scenario as a value, and the reader of its YAML file.
@NullMarked
package dev.perigee.simulator.scenario;

import org.jspecify.annotations.NullMarked;
