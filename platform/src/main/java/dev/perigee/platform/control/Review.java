package dev.perigee.platform.control;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.trigger.Trigger;
import java.util.List;

/// Looks at what is deployed for what will go wrong.
public interface Review {
  /// Where there is nothing to look at.
  Review NONE =
      new Review() {
        @Override
        public List<Finding> findings(String tenant) {
          return List.of();
        }

        @Override
        public List<Finding> findings(FunctionName function) {
          return List.of();
        }

        @Override
        public List<Finding> findings(FunctionSpec deployed) {
          return List.of();
        }

        @Override
        public void requireNoCycle(Trigger trigger) {}
      };

  /// What is found about all that a tenant has, errors first.
  List<Finding> findings(String tenant);

  /// What is found about one function, with what runs it and what it runs.
  ///
  /// @throws ControlException NOT_FOUND if there is none
  List<Finding> findings(FunctionName function);

  /// The same of one that was deployed just now.
  List<Finding> findings(FunctionSpec deployed);

  /// @throws ControlException CONFLICT if a trigger that is to be set would make its function run
  ///   itself
  void requireNoCycle(Trigger trigger);
}
