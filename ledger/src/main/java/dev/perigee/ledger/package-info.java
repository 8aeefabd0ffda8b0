/// The append-only record of what invocations took: its bytes (segments of columnar blocks), the
/// buffer in front of them and the reader behind them. Opens no files. An entry is provisional
/// until the row of its metering window makes its settlement valid; from then on, in every view and
/// for every node, `energy = attributed + unattributed` and `attributed` is the sum over the
/// settled entries.
@NullMarked
package dev.perigee.ledger;

import org.jspecify.annotations.NullMarked;
