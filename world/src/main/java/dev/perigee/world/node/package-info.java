/// What a live control plane and a live node say to each other, whether the node is an object in
/// the same process or a process of its own.
@NullMarked
package dev.perigee.world.node;

import org.jspecify.annotations.NullMarked;
