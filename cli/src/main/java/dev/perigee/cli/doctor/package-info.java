/// The usual faults of a machine and of a data folder, each with how to mend it.
@NullMarked
package dev.perigee.cli.doctor;

import org.jspecify.annotations.NullMarked;
