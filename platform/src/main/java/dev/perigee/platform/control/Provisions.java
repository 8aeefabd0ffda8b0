package dev.perigee.platform.control;

import java.util.List;
import java.util.Optional;

/// Provisioned concurrency: workers of versions and aliases that are there ahead of calls.
/// Thread-safe.
public interface Provisions {

  /// Asks for so many, instead of what was asked for before. Returns when that is durable; the
  /// workers come later.
  ///
  /// @throws ControlException INVALID, NOT_FOUND or CONFLICT
  Provision put(FunctionName name, String qualifier, int workerCount);

  Optional<Provision> find(FunctionName name, String qualifier);

  /// All of a function, by qualifier.
  List<Provision> list(FunctionName name);

  /// False if there was none.
  boolean remove(FunctionName name, String qualifier);
}
