/// The one binary and the only place of assembly: the verbs of `perigee`.
///
/// The result of a verb goes to standard output, all else to standard error. Exit codes: 0 done, 1
/// failed, 2 wrong usage. Only the verb that was named is loaded, so short verbs stay quick.
@NullMarked
package dev.perigee.cli;

import org.jspecify.annotations.NullMarked;
