/// The append-only columnar record of time, energy, carbon and cost; formats bytes, opens no files.
@NullMarked
package dev.perigee.ledger;

import org.jspecify.annotations.NullMarked;
