/// The server's certificate: read from PEM files, checked, and taken anew when the files change.
///
/// Source: RFC 7468 (PEM), RFC 5208 (PKCS #8), RFC 5915 (EC keys), RFC 8446 (TLS 1.3).
@NullMarked
package dev.perigee.platform.tls;

import org.jspecify.annotations.NullMarked;
