/// The journal of one node: an append-only, totally ordered record of everything that was
/// acknowledged.
///
/// Acknowledged means fsynced. One thread writes; it commits whatever has gathered while the
/// previous commit was on its way to the disk (group commit: DeWitt et al., "Implementation
/// Techniques for Main Memory Database Systems", 1984), so that the cost of an fsync is shared by
/// all that wait. The embedded store is SQLite in WAL mode with `synchronous=FULL`
/// (https://www.sqlite.org/wal.html); the form of its write-ahead log, which recovery inspects, is
/// section 4 of https://www.sqlite.org/fileformat2.html. Every record carries a CRC-32C (RFC 3720,
/// appendix B.4) over all of its fields.
@NullMarked
package dev.perigee.fabric.journal;

import org.jspecify.annotations.NullMarked;
