package dev.perigee.world.wire;

/// Answers as bytes.
final class AnswerCodec {
  private static final int PLACED = 1;
  private static final int INVOKED = 2;
  private static final int PREPARED = 3;
  private static final int DONE = 4;
  private static final int WORKERS = 5;
  private static final int LEDGER = 6;
  private static final int DECISIONS = 7;

  private AnswerCodec() {}

  static void write(WireWriter out, NodeAnswer answer) {
    switch (answer) {
      case NodeAnswer.Placed placed -> {
        out.octet(PLACED);
        PlanCodec.write(out, placed.result());
      }
      case NodeAnswer.Invoked invoked -> {
        out.octet(INVOKED);
        NodeCodec.write(out, invoked.result());
      }
      case NodeAnswer.Prepared prepared -> {
        out.octet(PREPARED);
        NodeCodec.write(out, prepared.problem());
      }
      case NodeAnswer.Done _ -> out.octet(DONE);
      case NodeAnswer.Workers workers -> {
        out.octet(WORKERS);
        out.list(workers.workers(), NodeCodec::write);
      }
      case NodeAnswer.Ledger ledger -> {
        out.octet(LEDGER);
        out.number(ledger.offsetBytes());
        out.number(ledger.segmentOffsetBytes());
        out.fixed(ledger.segmentUtcNs());
        out.blob(ledger.bytes());
      }
      case NodeAnswer.Decisions decisions -> {
        out.octet(DECISIONS);
        out.number(decisions.nextOffset());
        out.list(decisions.decisions(), PlanCodec::write);
      }
    }
  }

  static NodeAnswer read(WireReader in) {
    int tag = in.octet();
    return switch (tag) {
      case PLACED -> new NodeAnswer.Placed(PlanCodec.readResult(in));
      case INVOKED -> new NodeAnswer.Invoked(NodeCodec.readResult(in));
      case PREPARED -> new NodeAnswer.Prepared(NodeCodec.readProblem(in));
      case DONE -> new NodeAnswer.Done();
      case WORKERS -> new NodeAnswer.Workers(in.list(NodeCodec::readWorkers));
      case LEDGER -> new NodeAnswer.Ledger(in.number(), in.number(), in.fixed(), in.blob());
      case DECISIONS -> new NodeAnswer.Decisions(in.number(), in.list(PlanCodec::readDecision));
      default ->
          throw new WireException("answer " + tag + " is not known, 1.." + DECISIONS + " are");
    };
  }
}
