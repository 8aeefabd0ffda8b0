/// What every kind of worker has in common: how it is started, called, frozen and stopped, whatever
/// runs inside.
@NullMarked
package dev.perigee.runtime.worker;

import org.jspecify.annotations.NullMarked;
