package dev.perigee.cli.live;

import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.account.AccountBook;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Invoker;
import dev.perigee.platform.control.Quota;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.gateway.ConcurrencyLimit;
import dev.perigee.platform.gateway.Gateway;
import java.util.OptionalInt;

/// How many calls of a function and of a tenant may run at once.
final class ConcurrencyRules {
  private ConcurrencyRules() {}

  /// Those of functions first, for they are the tighter ones.
  static Invoker around(
      Gateway gateway, GatewayEvents events, Versions versions, AccountBook accounts) {
    Invoker ofFunctions =
        new ConcurrencyLimit(
            gateway,
            gateway,
            events,
            new ConcurrencyLimit.Rule(versions::reservedConcurrency, FunctionName::of));
    return new ConcurrencyLimit(
        ofFunctions,
        gateway,
        events,
        new ConcurrencyLimit.Rule(
            function -> concurrency(accounts.quota(function.tenant())), FunctionId::tenant));
  }

  private static OptionalInt concurrency(Quota quota) {
    return quota.concurrency() == Quota.UNLIMITED
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.min(Integer.MAX_VALUE, quota.concurrency()));
  }
}
