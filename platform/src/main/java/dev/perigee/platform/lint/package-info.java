/// Finds what will go wrong in what is deployed: cycles of triggers, messages that come again while
/// they are worked on, attempts that multiply, failures that nobody hears of.
///
/// What runs what is a directed graph over functions, queues, tables, buckets and topics. Arrows
/// are what code is seen to write, destinations, triggers, mappings and dead letters. A cycle is a
/// way from a function back to it; breadth first finds the shortest.
@NullMarked
package dev.perigee.platform.lint;

import org.jspecify.annotations.NullMarked;
