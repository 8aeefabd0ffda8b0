/// Functions that bring their own runtime: any executable named `bootstrap` that speaks the AWS
/// Lambda Runtime API.
///
/// The API is served here, over plain HTTP/1.1 on virtual threads: one server per sandbox. A
/// function in namespaces has no network but its own loopback; a relay inside carries its
/// connections to a Unix-domain socket of the platform.
@NullMarked
package dev.perigee.runtime.lambda;

import org.jspecify.annotations.NullMarked;
