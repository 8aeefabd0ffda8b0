/// Copies of a data folder: a zip archive with the digest of each file, taken from a platform that
/// goes on, and laid out again.
@NullMarked
package dev.perigee.cli.backup;

import org.jspecify.annotations.NullMarked;
