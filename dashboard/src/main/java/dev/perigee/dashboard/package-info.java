/// The page for people: which files it consists of. What they do lies in the files themselves,
/// plain ES modules that ask the interface at `/v1`.
@NullMarked
package dev.perigee.dashboard;

import org.jspecify.annotations.NullMarked;
