package dev.perigee.platform.access;

/// What a request wants to do.
public enum Right {
  /// Read of functions, their logs, their ledger.
  VIEW,
  INVOKE,
  /// Create, change, stop and delete functions and what belongs to them.
  DEPLOY,
  /// Set caps, drain nodes, read what concerns all tenants.
  OPERATE,
  /// Make tenants and keys.
  ADMINISTER
}
