/// What a ledger that grows comes to, kept up to date in bounded memory: sums and quantiles per
/// function, parts of cold starts, amounts over time, and the newest entries. A digest is a
/// projection: it is thrown away with the process and read again from the segments.
@NullMarked
package dev.perigee.ledger.digest;

import org.jspecify.annotations.NullMarked;
