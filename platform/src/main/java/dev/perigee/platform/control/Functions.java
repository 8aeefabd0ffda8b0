package dev.perigee.platform.control;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import java.util.List;
import java.util.Optional;

/// Deploys, lists and deletes functions. Thread-safe.
public interface Functions {

  /// Creates the function or its next version. Returns when it is durable and prepared.
  ///
  /// @throws ControlException with everything that is wrong with the request
  FunctionSpec deploy(Deployment deployment);

  /// The functions of a tenant, by name.
  List<FunctionSpec> list(String tenant);

  Optional<FunctionSpec> find(FunctionId function);

  /// Returns when the deletion is durable; false if there was no such function.
  boolean delete(FunctionId function);
}
