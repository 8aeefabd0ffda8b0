package dev.perigee.cli.node;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.Deployment;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.gateway.Gateway;
import java.util.List;
import java.util.Optional;

/// The functions that a node knows. They are deployed and deleted at the control plane.
record OwnFunctions(String node, Gateway gateway) implements Functions {

  @Override
  public FunctionSpec deploy(Deployment deployment) {
    throw elsewhere("deployed");
  }

  @Override
  public List<FunctionSpec> list(String tenant) {
    return gateway.table().functions(tenant);
  }

  @Override
  public Optional<FunctionSpec> find(FunctionId function) {
    return gateway.table().function(function);
  }

  @Override
  public boolean delete(FunctionId function) {
    throw elsewhere("deleted");
  }

  private ControlException elsewhere(String what) {
    return new ControlException(
        Kind.UNSUPPORTED_HERE,
        List.of(
            "functions are not "
                + what
                + " at node "
                + node
                + ": ask the control plane, the node hears of it at the next contact"));
  }
}
