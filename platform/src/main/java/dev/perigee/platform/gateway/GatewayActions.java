package dev.perigee.platform.gateway;

import dev.perigee.engine.dispatch.DispatchActions;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.world.DispatchTable.Route;
import dev.perigee.world.DispatchTable.Row;
import java.util.ArrayList;
import java.util.List;

/// Notes what the dispatcher wants done, to be carried out when its lock is free.
final class GatewayActions implements DispatchActions<Call> {

  sealed interface Action {
    record Send(Call call, Row row, Route route) implements Action {}

    record Refuse(Call call, Refusal refusal) implements Action {}

    record Demand(FunctionId function, int workerCount) implements Action {}
  }

  private List<Action> noted = new ArrayList<>(2);

  List<Action> take() {
    if (noted.isEmpty()) {
      return List.of();
    }
    List<Action> taken = noted;
    noted = new ArrayList<>(2);
    return taken;
  }

  @Override
  public void send(Call call, Row row, Route route) {
    noted.add(new Action.Send(call, row, route));
  }

  @Override
  public void refuse(Call call, Refusal refusal) {
    noted.add(new Action.Refuse(call, refusal));
  }

  @Override
  public void demand(FunctionId function, int workerCount) {
    noted.add(new Action.Demand(function, workerCount));
  }
}
