/// What each language needs beside a sandbox: its program, its shim, its dependencies, and what is
/// built or trained when a function is deployed.
@NullMarked
package dev.perigee.runtime.language;

import org.jspecify.annotations.NullMarked;
