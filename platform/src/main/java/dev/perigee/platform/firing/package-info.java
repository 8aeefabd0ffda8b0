/// Runs functions by their triggers: keeps the triggers in the journal, looks which runs are due,
/// and makes an event of each. An event's id follows from its trigger and what made it run, so that
/// nothing runs twice however often it is told.
@NullMarked
package dev.perigee.platform.firing;

import org.jspecify.annotations.NullMarked;
