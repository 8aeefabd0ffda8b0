package dev.perigee.world.wire;

/// Notices as bytes.
final class NoticeCodec {
  private static final int INTRODUCED = 1;
  private static final int OBSERVED = 2;
  private static final int DEMANDED = 3;
  private static final int RELEASED = 4;

  private NoticeCodec() {}

  static void write(WireWriter out, NodeNotice notice) {
    switch (notice) {
      case NodeNotice.Introduced introduced -> {
        out.octet(INTRODUCED);
        NodeCodec.write(out, introduced.node());
        out.text(introduced.endpoint());
        out.number(introduced.processId());
        out.list(introduced.leave(), NodeCodec::write);
      }
      case NodeNotice.Observed observed -> {
        out.octet(OBSERVED);
        NodeCodec.write(out, observed.node());
      }
      case NodeNotice.Demanded demanded -> {
        out.octet(DEMANDED);
        FunctionCodec.write(out, demanded.function());
        out.number(demanded.workerCount());
      }
      case NodeNotice.Released released -> {
        out.octet(RELEASED);
        FunctionCodec.write(out, released.function());
        out.number(released.version());
        out.number(released.workerCount());
      }
    }
  }

  static NodeNotice read(WireReader in) {
    int tag = in.octet();
    return switch (tag) {
      case INTRODUCED ->
          new NodeNotice.Introduced(
              NodeCodec.readNode(in), in.text(), in.number(), in.list(NodeCodec::readLeave));
      case OBSERVED -> new NodeNotice.Observed(NodeCodec.readNode(in));
      case DEMANDED -> new NodeNotice.Demanded(FunctionCodec.readId(in), in.integer());
      case RELEASED ->
          new NodeNotice.Released(FunctionCodec.readId(in), in.integer(), in.integer());
      default ->
          throw new WireException("notice " + tag + " is not known, 1.." + RELEASED + " are");
    };
  }
}
