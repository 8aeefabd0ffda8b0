package dev.perigee.simulator;

import dev.perigee.engine.dispatch.DispatchActions;
import dev.perigee.engine.dispatch.Dispatcher;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.world.DispatchTable;
import dev.perigee.world.DispatchTable.Route;
import dev.perigee.world.DispatchTable.Row;
import java.util.Objects;

/// Where invocations come in: the dispatcher that the live gateway has, with links that only take
/// time.
final class Gateway implements DispatchActions<Invocation> {
  private final GatewayWorld world;
  private final Dispatcher<Invocation> dispatcher = new Dispatcher<>(this);

  /// What the gateway needs of the world around it.
  interface GatewayWorld {
    void sent(Invocation invocation, Row row, String node);

    void demanded(FunctionId function, int workerCount);

    void refused(Invocation invocation, Refusal refusal);
  }

  Gateway(GatewayWorld world) {
    this.world = world;
  }

  void arrive(Invocation invocation) {
    dispatcher.arrive(invocation.function, invocation);
  }

  void publish(DispatchTable table) {
    dispatcher.publish(table);
  }

  void reject(FunctionId function, Refusal refusal) {
    dispatcher.reject(function, refusal);
  }

  void answered(Invocation invocation) {
    dispatcher.finished(invocation.function, invocation.node);
  }

  void bounced(Invocation invocation, Refusal refusal) {
    dispatcher.finished(invocation.function, invocation.node);
    if (Dispatcher.isPassing(refusal)) {
      Row sentBy = Objects.requireNonNull(invocation.sentBy);
      dispatcher.again(invocation.function, invocation, sentBy, ++invocation.bounceCount);
    } else {
      world.refused(invocation, refusal);
    }
  }

  @Override
  public void send(Invocation ticket, Row row, Route route) {
    ticket.sentBy = row;
    ticket.node = route.node();
    ticket.planId = route.planId();
    ticket.decisionId = route.decisionId();
    world.sent(ticket, row, route.node());
  }

  @Override
  public void refuse(Invocation ticket, Refusal refusal) {
    dispatcher.table().find(ticket.function).ifPresent(row -> ticket.spec = row.function());
    world.refused(ticket, refusal);
  }

  @Override
  public void demand(FunctionId function, int workerCount) {
    world.demanded(function, workerCount);
  }
}
