package dev.perigee.runtime.wasm.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.runtime.wasm.engine.Ending;
import dev.perigee.runtime.wasm.engine.ProgramSpec;
import dev.perigee.runtime.wasm.engine.RunResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How what frames carry is written: numbers big-endian, texts and blocks after their length.
final class Body {
  private static final byte EXITED = 0;
  private static final byte TRAPPED = 1;
  private static final byte TIMED_OUT = 2;
  private static final byte OUTPUT_TOO_LARGE = 3;
  private static final byte LOST = 4;

  private Body() {}

  static int sizeOf(String text) {
    return 4 + text.getBytes(UTF_8).length;
  }

  static void putBlock(ByteBuffer to, byte[] block) {
    to.putInt(block.length).put(block);
  }

  static void putText(ByteBuffer to, String text) {
    putBlock(to, text.getBytes(UTF_8));
  }

  static byte[] block(ByteBuffer from) {
    byte[] block = new byte[from.getInt()];
    from.get(block);
    return block;
  }

  static String text(ByteBuffer from) {
    return new String(block(from), UTF_8);
  }

  static byte[] rest(ByteBuffer from) {
    byte[] rest = new byte[from.remaining()];
    from.get(rest);
    return rest;
  }

  static void putTexts(ByteBuffer to, List<String> texts) {
    to.putInt(texts.size());
    texts.forEach(text -> putText(to, text));
  }

  static List<String> texts(ByteBuffer from) {
    int count = from.getInt();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(text(from));
    }
    return texts;
  }

  static List<String> flat(ProgramSpec spec) {
    List<String> texts = new ArrayList<>();
    texts.add(spec.name());
    texts.add(Integer.toString(spec.memoryMb()));
    for (Map.Entry<String, String> entry : spec.environment().entrySet()) {
      texts.add(entry.getKey());
      texts.add(entry.getValue());
    }
    return texts;
  }

  static ProgramSpec programSpec(List<String> flat) {
    SortedMap<String, String> environment = new TreeMap<>();
    for (int i = 2; i < flat.size(); i += 2) {
      environment.put(flat.get(i), flat.get(i + 1));
    }
    return new ProgramSpec(flat.get(0), Integer.parseInt(flat.get(1)), environment);
  }

  static int sizeOf(RunResult result) {
    return 64 + textOf(result.ending()).length() * 3 + result.output().length;
  }

  static void putResult(ByteBuffer to, RunResult result) {
    to.put(tagOf(result.ending())).putInt(codeOf(result.ending()));
    putText(to, textOf(result.ending()));
    to.putLong(result.handlerNs())
        .putLong(result.cpuNs())
        .put((byte) (result.memoryRefused() ? 1 : 0));
    to.put(result.output());
  }

  static RunResult result(ByteBuffer from) {
    Ending ending = ending(from.get(), from.getInt(), text(from));
    long handlerNs = from.getLong();
    long cpuNs = from.getLong();
    boolean refused = from.get() != 0;
    return new RunResult(ending, rest(from), handlerNs, cpuNs, refused);
  }

  private static byte tagOf(Ending ending) {
    return switch (ending) {
      case Ending.Exited _ -> EXITED;
      case Ending.Trapped _ -> TRAPPED;
      case Ending.TimedOut _ -> TIMED_OUT;
      case Ending.OutputTooLarge _ -> OUTPUT_TOO_LARGE;
      case Ending.Lost _ -> LOST;
    };
  }

  private static int codeOf(Ending ending) {
    return ending instanceof Ending.Exited(int code) ? code : 0;
  }

  private static String textOf(Ending ending) {
    return switch (ending) {
      case Ending.Trapped(String message) -> message;
      case Ending.Lost(String reason) -> reason;
      case Ending.Exited _, Ending.TimedOut _, Ending.OutputTooLarge _ -> "";
    };
  }

  private static Ending ending(byte tag, int code, String text) {
    return switch (tag) {
      case EXITED -> new Ending.Exited(code);
      case TRAPPED -> new Ending.Trapped(text);
      case TIMED_OUT -> new Ending.TimedOut();
      case OUTPUT_TOO_LARGE -> new Ending.OutputTooLarge();
      case LOST -> new Ending.Lost(text);
      default -> throw new IllegalStateException("unknown ending " + tag + " from a worker JVM");
    };
  }
}
