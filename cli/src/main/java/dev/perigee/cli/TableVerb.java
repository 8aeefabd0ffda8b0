package dev.perigee.cli;

import picocli.CommandLine.Command;

/// `perigee table`: small values by key.
@Command(
    name = "table",
    description = "Create tables; read and write small values by key.",
    mixinStandardHelpOptions = true)
final class TableVerb extends ItemVerb {
  TableVerb(Context context) {
    super(context, "table", "items");
  }
}
