/// Built-in placement policies.
///
/// The load of a node is the larger of its reserved shares of memory and CPU; a policy's bound
/// compares the load of the most loaded node that it chose with the least that any feasible node
/// would have.
@NullMarked
package dev.perigee.policy.placement;

import org.jspecify.annotations.NullMarked;
