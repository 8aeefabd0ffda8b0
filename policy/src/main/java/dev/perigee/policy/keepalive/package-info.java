/// Built-in keep-alive policies.
@NullMarked
package dev.perigee.policy.keepalive;

import org.jspecify.annotations.NullMarked;
