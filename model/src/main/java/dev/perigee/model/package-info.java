/// Vocabulary: nodes, links, functions, objectives, options, snapshots, plans, outcomes, ledger entries.
@NullMarked
package dev.perigee.model;

import org.jspecify.annotations.NullMarked;
