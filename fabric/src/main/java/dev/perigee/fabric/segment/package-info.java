/// Append-only files of opaque blocks: the bytes of one node's ledger. This package knows neither
/// the form of a block nor the time: both are handed in.
///
/// A byte has one global offset for ever, also when older files are gone. A file is named by the
/// offset of its first byte and the time it was begun, so that a listing of the folder is the
/// index. Bytes pass three marks: *end* (taken, in memory), *flushed* (with the operating system:
/// survives the end of the process), *synced* (on the disk: survives a power failure). Only synced
/// bytes may leave for a replica, or a power failure would give an offset a second meaning.
@NullMarked
package dev.perigee.fabric.segment;

import org.jspecify.annotations.NullMarked;
