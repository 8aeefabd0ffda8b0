package dev.perigee.cli;

/// What the ledger can be summed up by.
enum RollupKey {
  function,
  tenant,
  node,
  hour
}
