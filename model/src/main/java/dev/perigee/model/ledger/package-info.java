/// What an invocation cost: integer micro-joules, nano-grams of CO2e and pico-dollars, so that sums
/// are exact in any order on any number of threads.
@NullMarked
package dev.perigee.model.ledger;

import org.jspecify.annotations.NullMarked;
