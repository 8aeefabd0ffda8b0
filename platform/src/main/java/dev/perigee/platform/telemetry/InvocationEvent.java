package dev.perigee.platform.telemetry;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.world.node.InvocationResult;
import java.util.UUID;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// An invocation from where the platform took it until its answer.
@Name("perigee.Invocation")
@Label("Invocation")
@Description("An invocation from where the platform took it until its answer.")
@Category("Perigee")
@StackTrace(false)
final class InvocationEvent extends Event {
  @Label("Tenant")
  String tenant = "";

  @Label("Function")
  String function = "";

  @Label("Invocation")
  String invocationId = "";

  @Label("Node")
  String node = "";

  @Label("Outcome")
  String outcome = "";

  @Label("Cold start")
  boolean cold;

  @Label("Time in queue")
  @Timespan(Timespan.NANOSECONDS)
  long queueNs;

  /// Fills it in and writes it, if anybody records such events.
  void tell(UUID id, FunctionId called, InvocationResult result) {
    end();
    if (!shouldCommit()) {
      return;
    }
    tenant = called.tenant();
    function = called.name();
    invocationId = id.toString();
    switch (result) {
      case InvocationResult.Answered answered -> {
        LedgerEntry entry = answered.entry();
        node = entry.node();
        outcome = entry.outcome().name();
        cold = entry.coldStart();
        queueNs = entry.phases().queueNs();
      }
      case InvocationResult.Refused refused -> outcome = refused.refusal().name();
    }
    commit();
  }
}
