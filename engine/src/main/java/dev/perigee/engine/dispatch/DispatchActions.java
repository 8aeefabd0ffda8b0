package dev.perigee.engine.dispatch;

import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.world.DispatchTable.Route;
import dev.perigee.world.DispatchTable.Row;

/// What a dispatcher wants done. Implementations note or start the work and return; they never call
/// back.
///
/// @param <T> an invocation, as its caller knows it
public interface DispatchActions<T> {

  /// Send the invocation to the node; when it has ended there, say `finished`.
  void send(T ticket, Row row, Route route);

  /// The invocation is not run.
  void refuse(T ticket, Refusal refusal);

  /// Invocations wait for a function that is placed nowhere.
  void demand(FunctionId function, int workerCount);
}
