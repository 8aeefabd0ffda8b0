package dev.perigee.ledger.rollup;

import dev.perigee.ledger.LedgerException;
import dev.perigee.ledger.UtcText;
import dev.perigee.model.ledger.LedgerEntry;

/// By what the ledger is added up.
public enum RollupKey {
  FUNCTION,
  TENANT,
  NODE,
  HOUR;

  /// The tenant whose functions are named without it.
  public static final String TENANT_DEFAULT = "default";

  /// The tenant of the platform's own work.
  public static final String TENANT_PLATFORM = "perigee";

  /// Reads `function`, `tenant`, `node` or `hour`.
  public static RollupKey parse(String text) {
    return switch (text) {
      case "function" -> FUNCTION;
      case "tenant" -> TENANT;
      case "node" -> NODE;
      case "hour" -> HOUR;
      default ->
          throw new LedgerException(
              "the ledger can't be added up by '" + text + "': say function, tenant, node or hour");
    };
  }

  /// The name of a function (of another tenant than the default: `tenant/name`), a tenant, a node,
  /// or the start of the hour that the invocation started in.
  public String of(LedgerEntry entry) {
    return switch (this) {
      case FUNCTION ->
          entry.tenant().equals(TENANT_DEFAULT)
              ? entry.function()
              : entry.tenant() + "/" + entry.function();
      case TENANT -> entry.tenant();
      case NODE -> entry.node();
      case HOUR -> UtcText.of(UtcText.hourOf(entry.startedUtcNs()));
    };
  }
}
