/// The policy types and all built-in policies.
@NullMarked
package dev.perigee.policy;

import org.jspecify.annotations.NullMarked;
