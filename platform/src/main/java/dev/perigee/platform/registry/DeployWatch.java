package dev.perigee.platform.registry;

import dev.perigee.model.function.FunctionSpec;

/// Who looks at deployments.
public interface DeployWatch {
  /// Where nobody does.
  DeployWatch NONE =
      new DeployWatch() {
        @Override
        public void before(FunctionSpec function) {}

        @Override
        public void after(FunctionSpec function) {}
      };

  /// Throws to refuse it. Not asked where a cycle is allowed.
  void before(FunctionSpec function);

  /// It is deployed; who asked for it has not heard of that yet.
  void after(FunctionSpec function);
}
