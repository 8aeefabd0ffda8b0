package dev.perigee.bench.part;

import dev.perigee.cli.live.SystemClock;
import dev.perigee.model.decision.Decision;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Accounts;
import dev.perigee.platform.control.ControlPlane;
import dev.perigee.platform.control.Deployment;
import dev.perigee.platform.control.Events;
import dev.perigee.platform.control.Explanations;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.control.Images;
import dev.perigee.platform.control.Invoker;
import dev.perigee.platform.control.Ledgers;
import dev.perigee.platform.control.LogQuery;
import dev.perigee.platform.control.Logs;
import dev.perigee.platform.control.NoAccounts;
import dev.perigee.platform.control.NoEvents;
import dev.perigee.platform.control.NoSafeguards;
import dev.perigee.platform.control.Nodes;
import dev.perigee.platform.control.Safeguards;
import dev.perigee.platform.control.Telemetry;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.telemetry.LiveTelemetry;
import dev.perigee.platform.telemetry.Telemeter;
import dev.perigee.platform.telemetry.Tracing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A control plane that only shows: functions `f0`, `f1`, .. on one node, and ledgers.
final class PagePlatform implements ControlPlane, Functions, Nodes, Explanations, Logs {
  private final Ledgers ledgers;
  private final Telemeter telemeter =
      new Telemeter(Tracing.DEFAULT, new SystemClock(), "bench", line -> {});
  private final Map<FunctionId, FunctionSpec> functions = new TreeMap<>();

  PagePlatform(Ledgers ledgers, int functionCount) {
    this.ledgers = ledgers;
    for (int i = 0; i < functionCount; i++) {
      FunctionSpec function = BenchFunctions.python("f" + i);
      functions.put(function.id(), function);
    }
  }

  @Override
  public Functions functions() {
    return this;
  }

  @Override
  public Ledgers ledgers() {
    return ledgers;
  }

  @Override
  public Nodes nodes() {
    return this;
  }

  @Override
  public Images images() {
    return Images.NONE;
  }

  @Override
  public Versions versions() {
    throw shows();
  }

  @Override
  public Events events() {
    return new NoEvents();
  }

  @Override
  public Invoker invoker() {
    return (_, _, _, _) -> {
      throw shows();
    };
  }

  @Override
  public Explanations explanations() {
    return this;
  }

  @Override
  public Accounts accounts() {
    return new NoAccounts("a benchmark");
  }

  @Override
  public Safeguards safeguards() {
    return new NoSafeguards("a benchmark");
  }

  @Override
  public Telemetry telemetry() {
    return new LiveTelemetry(telemeter, this, events(), safeguards(), () -> 0);
  }

  @Override
  public Logs logs() {
    return this;
  }

  @Override
  public Optional<Decision> find(long decisionId) {
    return Optional.empty();
  }

  @Override
  public List<PlacementResult> results(long planId) {
    return List.of();
  }

  @Override
  public List<Decision> latest(int countMax) {
    return List.of();
  }

  @Override
  public Page read(FunctionId function, long position, int linesMax, LogQuery query) {
    return new Page(List.of(), 0);
  }

  @Override
  public Page tail(FunctionId function, int linesMax, LogQuery query) {
    return new Page(List.of(), 0);
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public List<FunctionSpec> list(String tenant) {
    return List.copyOf(functions.values());
  }

  @Override
  public Optional<FunctionSpec> find(FunctionId function) {
    return Optional.ofNullable(functions.get(function));
  }

  @Override
  public List<NodeView> list() {
    return List.of(new NodeView(BenchFunctions.node("edge-1"), "", 1, List.of()));
  }

  @Override
  public FunctionSpec deploy(Deployment deployment) {
    throw shows();
  }

  @Override
  public boolean delete(FunctionId function) {
    throw shows();
  }

  @Override
  public void drain(String node) {
    throw shows();
  }

  @Override
  public void resume(String node) {
    throw shows();
  }

  @Override
  public void cut(String node, Duration time) {
    throw shows();
  }

  private static UnsupportedOperationException shows() {
    return new UnsupportedOperationException("this control plane only shows");
  }
}
