package dev.perigee.world.wire;

import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.decision.Refusal;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationRequest;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.NodePort.PrepareProblem;
import dev.perigee.world.node.NodePort.WorkerCount;
import dev.perigee.world.node.TraceContext;
import dev.perigee.world.node.TraceContext.Sampling;
import java.util.Optional;

/// Nodes, their workers and their invocations as bytes.
final class NodeCodec {
  private NodeCodec() {}

  static void write(WireWriter out, Node node) {
    out.text(node.id());
    out.text(node.zone());
    out.octet(node.state().ordinal());
    out.number(node.cpuMilli());
    out.number(node.memoryMb());
    out.real(node.idleW());
    out.real(node.maxW());
    out.real(node.intensityGramsPerKwh());
    out.real(node.pue());
    out.number(node.revision());
  }

  static Node readNode(WireReader in) {
    return new Node(
        in.text(),
        in.text(),
        in.oneOf(NodeState.values()),
        in.integer(),
        in.integer(),
        in.real(),
        in.real(),
        in.real(),
        in.real(),
        in.number());
  }

  static void write(WireWriter out, WorkerCount count) {
    FunctionCodec.write(out, count.function());
    out.number(count.version());
    out.number(count.liveCount());
    out.number(count.busyCount());
    out.number(count.frozenCount());
    out.number(count.waitingCount());
    out.number(count.provisionedCount());
    out.number(count.readyCount());
    out.number(count.failedStartCount());
  }

  static WorkerCount readWorkers(WireReader in) {
    return new WorkerCount(
        FunctionCodec.readId(in),
        in.integer(),
        in.integer(),
        in.integer(),
        in.integer(),
        in.integer(),
        in.integer(),
        in.integer(),
        in.integer());
  }

  static void write(WireWriter out, NodeNotice.Leave leave) {
    FunctionCodec.write(out, leave.function());
    out.number(leave.version());
    out.number(leave.workerCount());
  }

  static NodeNotice.Leave readLeave(WireReader in) {
    return new NodeNotice.Leave(FunctionCodec.readId(in), in.integer(), in.integer());
  }

  static void write(WireWriter out, InvocationRequest request) {
    EntryCodec.write(out, request.invocationId());
    FunctionCodec.write(out, request.function());
    out.number(request.version());
    out.blob(request.payload());
    out.text(request.context().functionArn());
    out.text(request.context().clientContext());
    write(out, request.context().trace());
    out.number(request.waitedNs());
    out.number(request.placedNs());
  }

  static InvocationRequest readRequest(WireReader in) {
    return new InvocationRequest(
        EntryCodec.readUuid(in),
        FunctionCodec.readId(in),
        in.integer(),
        in.blob(),
        new CallContext(in.text(), in.text(), readTrace(in)),
        in.number(),
        in.number());
  }

  private static void write(WireWriter out, TraceContext trace) {
    out.flag(trace.isTrace());
    if (trace.isTrace()) {
      out.number(trace.high());
      out.number(trace.low());
      out.number(trace.spanId());
      out.octet(trace.sampling().ordinal());
      out.text(trace.state());
    }
  }

  private static TraceContext readTrace(WireReader in) {
    return in.flag()
        ? new TraceContext(
            in.number(), in.number(), in.number(), in.oneOf(Sampling.values()), in.text())
        : TraceContext.NONE;
  }

  static void write(WireWriter out, InvocationResult result) {
    switch (result) {
      case InvocationResult.Answered answered -> {
        out.flag(true);
        out.blob(answered.payload());
        EntryCodec.write(out, answered.entry());
      }
      case InvocationResult.Refused refused -> {
        out.flag(false);
        out.octet(refused.refusal().ordinal());
        out.text(refused.reason());
      }
    }
  }

  static InvocationResult readResult(WireReader in) {
    return in.flag()
        ? new InvocationResult.Answered(in.blob(), EntryCodec.read(in))
        : new InvocationResult.Refused(in.oneOf(Refusal.values()), in.text());
  }

  static void write(WireWriter out, Optional<PrepareProblem> problem) {
    out.flag(problem.isPresent());
    problem.ifPresent(each -> {
      out.text(each.errorType());
      out.text(each.message());
    });
  }

  static Optional<PrepareProblem> readProblem(WireReader in) {
    return in.flag() ? Optional.of(new PrepareProblem(in.text(), in.text())) : Optional.empty();
  }
}
