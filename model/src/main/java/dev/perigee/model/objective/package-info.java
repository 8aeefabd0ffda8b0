/// Objectives (what is promised) and option tables (what can be chosen): the two inputs of the one
/// chooser.
@NullMarked
package dev.perigee.model.objective;

import org.jspecify.annotations.NullMarked;
