package dev.perigee.cli;

/// How the ledger is printed.
enum LedgerOutput {
  /// Entries and nodes as one document.
  json,
  /// Entries or sums, a line each.
  csv,
  /// The newest entries, for people.
  table
}
