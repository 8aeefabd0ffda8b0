/// OpenAPI and wire records.
@NullMarked
package dev.perigee.api;

import org.jspecify.annotations.NullMarked;
