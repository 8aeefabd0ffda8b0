/// What runs inside the sandbox of a Java function: loads the handler and answers invocations over
/// the connection that it was born with. It becomes a jar of its own, so it uses nothing but
/// `java.base` and nothing else of the platform. The platform itself reads and writes JSON with it
/// where a runtime speaks to it.
@NullMarked
package dev.perigee.runtime.shim;

import org.jspecify.annotations.NullMarked;
