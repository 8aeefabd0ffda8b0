package dev.perigee.world.wire;

import dev.perigee.model.ModelException;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Messages to bytes and back. What can't be read is a `WireException`, never half a message.
public final class NodeWire {
  /// Changes with every change of a message. Both sides run the same release: the node is started
  /// by its control plane.
  public static final int VERSION = 1;

  /// Frame kind of a `NodeCall` and its `NodeAnswer`.
  public static final byte CALL = 1;

  /// Frame kind of a `NodeNotice`.
  public static final byte NOTICE = 2;

  /// Frame kind of a `CodeRequest`; its answer is plain bytes.
  public static final byte CODE = 3;

  /// Frame kind of an `AnswerPart`; its answer is empty.
  public static final byte PART = 4;

  private NodeWire() {}

  public static byte[] encode(NodeCall call) {
    return encode(call, CallCodec::write);
  }

  public static NodeCall decodeCall(byte[] bytes) {
    return decode(bytes, CallCodec::read);
  }

  public static byte[] encode(NodeAnswer answer) {
    return encode(answer, AnswerCodec::write);
  }

  public static NodeAnswer decodeAnswer(byte[] bytes) {
    return decode(bytes, AnswerCodec::read);
  }

  public static byte[] encode(NodeNotice notice) {
    return encode(notice, NoticeCodec::write);
  }

  public static NodeNotice decodeNotice(byte[] bytes) {
    return decode(bytes, NoticeCodec::read);
  }

  public static byte[] encode(CodeRequest request) {
    return encode(
        request,
        (out, each) -> {
          out.text(each.sha256());
          out.number(each.offsetBytes());
          out.number(each.bytesMax());
        });
  }

  public static CodeRequest decodeCodeRequest(byte[] bytes) {
    return decode(bytes, in -> new CodeRequest(in.text(), in.number(), in.integer()));
  }

  public static byte[] encode(AnswerPart part) {
    return encode(
        part,
        (out, each) -> {
          EntryCodec.write(out, each.invocationId());
          out.text(each.contentType());
          out.blob(each.bytes());
        });
  }

  public static AnswerPart decodePart(byte[] bytes) {
    return decode(bytes, in -> new AnswerPart(EntryCodec.readUuid(in), in.text(), in.blob()));
  }

  private static <T> byte[] encode(T message, BiConsumer<WireWriter, T> codec) {
    WireWriter out = new WireWriter();
    out.octet(VERSION);
    codec.accept(out, message);
    return out.toBytes();
  }

  private static <T> T decode(byte[] bytes, Function<WireReader, T> codec) {
    WireReader in = new WireReader(bytes);
    int version = in.octet();
    if (version != VERSION) {
      throw new WireException(
          "a message of version "
              + version
              + ", this release speaks "
              + VERSION
              + ": run the same release on both sides");
    }
    try {
      T message = codec.apply(in);
      in.end();
      return message;
    } catch (ModelException e) {
      throw new WireException("a message with impossible values: " + e.getMessage());
    }
  }
}
