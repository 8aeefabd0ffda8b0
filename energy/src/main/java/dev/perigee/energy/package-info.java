/// Power models, attribution per invocation, carbon and cost: formulas only.
@NullMarked
package dev.perigee.energy;

import org.jspecify.annotations.NullMarked;
