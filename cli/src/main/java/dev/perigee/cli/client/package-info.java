/// The client side of `/v1`: one request at a time over HTTP/1.1, errors as words.
@NullMarked
package dev.perigee.cli.client;

import org.jspecify.annotations.NullMarked;
