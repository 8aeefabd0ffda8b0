/// The vocabulary of Perigee: values only, checked when they are made, without any behaviour that
/// needs the outside.
///
/// - `function`: what is deployed and under which limits
/// - `continuum`: nodes, links and the snapshot of them that decisions are taken on
/// - `decision`: read sets, plans, their check by the world, reasons
/// - `objective`: objectives and option tables
/// - `ledger`: what an invocation cost
/// - `work`: data-parallel loops with the same result on any number of threads
@NullMarked
package dev.perigee.model;

import org.jspecify.annotations.NullMarked;
