/// Who may come in and what may be done then: signatures (AWS Signature Version 4), API keys,
/// roles, sessions of browsers and what pages of other sites may not do. Knows of requests only
/// what it has to see of them; the front door hands it that.
///
/// Source: "AWS Signature Version 4" in the AWS documentation, and recorded requests of clients.
@NullMarked
package dev.perigee.platform.access;

import org.jspecify.annotations.NullMarked;
