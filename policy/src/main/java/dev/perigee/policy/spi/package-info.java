/// What a policy is: the interfaces that built-in policies and plug-ins implement. Plug-ins
/// register through `ServiceLoader` and are chosen by name.
@NullMarked
package dev.perigee.policy.spi;

import org.jspecify.annotations.NullMarked;
