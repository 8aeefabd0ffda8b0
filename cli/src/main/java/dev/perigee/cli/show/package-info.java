/// What verbs show to people: tables, numbers with a fitting count of digits, terminals.
@NullMarked
package dev.perigee.cli.show;

import org.jspecify.annotations.NullMarked;
