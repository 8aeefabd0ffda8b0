package dev.perigee.world.wire;

/// Calls as bytes.
final class CallCodec {
  private static final int PLACE = 1;
  private static final int INVOKE = 2;
  private static final int PREPARE = 3;
  private static final int DRAIN = 4;
  private static final int WITHDRAW = 5;
  private static final int RECLAIM = 6;
  private static final int WORKERS = 7;
  private static final int LEDGER = 8;
  private static final int DECISIONS = 9;
  private static final int KNOW = 10;
  private static final int KILL = 11;
  private static final int PROVISION = 12;

  private CallCodec() {}

  static void write(WireWriter out, NodeCall call) {
    switch (call) {
      case NodeCall.Place place -> {
        out.octet(PLACE);
        PlanCodec.write(out, place.plan());
        PlanCodec.write(out, place.placement());
        FunctionCodec.write(out, place.function());
      }
      case NodeCall.Invoke invoke -> {
        out.octet(INVOKE);
        NodeCodec.write(out, invoke.request());
        out.flag(invoke.streams());
      }
      case NodeCall.Prepare prepare -> {
        out.octet(PREPARE);
        FunctionCodec.write(out, prepare.function());
      }
      case NodeCall.Drain drain -> {
        out.octet(DRAIN);
        out.flag(drain.draining());
      }
      case NodeCall.Withdraw withdraw -> {
        out.octet(WITHDRAW);
        FunctionCodec.write(out, withdraw.function());
        out.number(withdraw.version());
      }
      case NodeCall.Kill kill -> {
        out.octet(KILL);
        FunctionCodec.write(out, kill.function());
      }
      case NodeCall.Reclaim reclaim -> {
        out.octet(RECLAIM);
        out.number(reclaim.memoryMb());
      }
      case NodeCall.Provision provision -> {
        out.octet(PROVISION);
        FunctionCodec.write(out, provision.function());
        out.number(provision.version());
        out.number(provision.workerCount());
      }
      case NodeCall.Workers _ -> out.octet(WORKERS);
      case NodeCall.Ledger ledger -> {
        out.octet(LEDGER);
        out.number(ledger.offsetBytes());
        out.number(ledger.bytesMax());
      }
      case NodeCall.Decisions decisions -> {
        out.octet(DECISIONS);
        out.number(decisions.fromOffset());
        out.number(decisions.recordsMax());
      }
      case NodeCall.Know know -> {
        out.octet(KNOW);
        out.flag(know.all());
        out.list(know.deployed(), FunctionCodec::write);
        out.list(know.deleted(), FunctionCodec::write);
      }
    }
  }

  static NodeCall read(WireReader in) {
    int tag = in.octet();
    return switch (tag) {
      case PLACE ->
          new NodeCall.Place(
              PlanCodec.readPlan(in), PlanCodec.readPlacement(in), FunctionCodec.read(in));
      case INVOKE -> new NodeCall.Invoke(NodeCodec.readRequest(in), in.flag());
      case PREPARE -> new NodeCall.Prepare(FunctionCodec.read(in));
      case DRAIN -> new NodeCall.Drain(in.flag());
      case WITHDRAW -> new NodeCall.Withdraw(FunctionCodec.readId(in), in.integer());
      case KILL -> new NodeCall.Kill(FunctionCodec.readId(in));
      case RECLAIM -> new NodeCall.Reclaim(in.integer());
      case PROVISION ->
          new NodeCall.Provision(FunctionCodec.readId(in), in.integer(), in.integer());
      case WORKERS -> new NodeCall.Workers();
      case LEDGER -> new NodeCall.Ledger(in.number(), in.integer());
      case DECISIONS -> new NodeCall.Decisions(in.number(), in.integer());
      case KNOW ->
          new NodeCall.Know(
              in.flag(), in.list(FunctionCodec::read), in.list(FunctionCodec::readId));
      default -> throw new WireException("call " + tag + " is not known, 1.." + PROVISION + " are");
    };
  }
}
