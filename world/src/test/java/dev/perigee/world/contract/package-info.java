/// The contract kit: what every world must do, told as scenarios with fixed times and compared with
/// golden transcripts.
///
/// Happenings come one by one, and everything that one causes without delay happens before the next
/// (first in, first out). Happenings of one time come in this order: node changes, deployments and
/// deletions, worker starts, ends of handlers, arrivals, timers (ticks of pools, wake-ups of the
/// engine); of one kind, in the order in which they were known. Plans, checks, publications,
/// messages between gateway and nodes, freezing, thawing and stopping take no time; a worker's
/// start and a handler take what the scenario says.
///
/// The engine has started and has observed all nodes, in their order, before time 0. When a node
/// fails, what it holds ends with an error, the longest there first, and then the engine hears that
/// it is lost; when it is back, the engine hears that it has restarted, with the next revision.
@NullMarked
package dev.perigee.world.contract;

import org.jspecify.annotations.NullMarked;
