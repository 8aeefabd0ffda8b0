/// What a test needs from the machine, said by name, and which tests were skipped for want of it.
///
/// A test that needs a program asks [Needs] for it in its first line. On a machine without it the
/// test is skipped and counted; where the environment variable `PERIGEE_REQUIRE` (a comma list)
/// contains the name, it fails instead. So a build server can insist on what it has installed.
@NullMarked
package dev.perigee.testing;

import org.jspecify.annotations.NullMarked;
