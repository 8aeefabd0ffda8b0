/// Nodes, links and the immutable snapshot of them that decisions are taken on.
///
/// A snapshot is a set of columns in blocks of 4,096 rows. A new snapshot shares every block that
/// did not change with the one before, so a change of one node among 100,000 copies one block and
/// not the continuum.
@NullMarked
package dev.perigee.model.continuum;

import org.jspecify.annotations.NullMarked;
