/// Tenants, their quotas and their keys, kept in the journal. Secrets of signing keys lie there
/// sealed, since they are needed to check signatures; of API keys there is a hash.
@NullMarked
package dev.perigee.platform.account;

import org.jspecify.annotations.NullMarked;
