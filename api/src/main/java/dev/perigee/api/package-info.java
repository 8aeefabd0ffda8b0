/// What goes over the wire at `/v1`: the records of requests and answers as JSON (RFC 8259), errors
/// as problem documents (RFC 9457), and the OpenAPI 3.1 description of all of it. JSON is read and
/// written as a stream of tokens: no tree, no reflection, so a client starts quickly and an archive
/// of 100 MB is held once.
@NullMarked
package dev.perigee.api;

import org.jspecify.annotations.NullMarked;
