/// HTTP/1.1 as the clients of the Lambda APIs use it, over any socket channel.
@NullMarked
package dev.perigee.runtime.lambda.http;

import org.jspecify.annotations.NullMarked;
