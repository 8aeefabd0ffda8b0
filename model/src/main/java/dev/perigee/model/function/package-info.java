/// What is deployed: a function's code reference, its limits and the isolation it asks for.
@NullMarked
package dev.perigee.model.function;

import org.jspecify.annotations.NullMarked;
