/// The ledger added up by function, tenant, node or hour. All sums are of integers, so they are the
/// same in any order and parts can be merged.
@NullMarked
package dev.perigee.ledger.rollup;

import org.jspecify.annotations.NullMarked;
