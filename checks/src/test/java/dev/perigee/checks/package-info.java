/// Rules over all modules: the arrows between them, what the deterministic kernel may not touch,
/// the one format of the sources, documents whose links and numbers hold, licences of what is
/// shipped.
///
/// Each rule is itself tested on a deliberate violation, and each names the remedy in its message.
@NullMarked
package dev.perigee.checks;

import org.jspecify.annotations.NullMarked;
