/// Deployed code: a store that names each archive by its SHA-256, and the zip archives that code
/// comes in.
///
/// An archive is read from its central directory (PKWARE APPNOTE 6.3.10, sections 4.3 and 4.5),
/// because only that has the Unix mode of an entry; what the local headers say must agree.
/// Everything is checked before the first byte is written: names that leave the folder, links that
/// leave it, entries that overlap or repeat, sizes beyond the limits (a bomb).
@NullMarked
package dev.perigee.fabric.artefact;

import org.jspecify.annotations.NullMarked;
