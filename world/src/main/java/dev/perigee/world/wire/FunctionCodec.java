package dev.perigee.world.wire;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import java.util.SortedMap;
import java.util.TreeMap;

/// Functions as bytes.
final class FunctionCodec {
  private FunctionCodec() {}

  static void write(WireWriter out, FunctionId id) {
    out.text(id.tenant());
    out.text(id.name());
    out.text(id.qualifier());
  }

  static FunctionId readId(WireReader in) {
    return new FunctionId(in.text(), in.text(), in.text());
  }

  static void write(WireWriter out, FunctionSpec f) {
    write(out, f.id());
    out.number(f.version());
    out.text(f.runtime());
    out.text(f.handler());
    out.text(f.codeSha256());
    out.number(f.memoryMb());
    out.number(f.timeoutMs());
    out.octet(f.isolation().ordinal());
    out.number(f.workerConcurrency());
    out.number(f.concurrencyMax());
    out.number(f.queueMax());
    out.number(f.environment().size());
    f.environment()
        .forEach((name, value) -> {
          out.text(name);
          out.text(value);
        });
  }

  static FunctionSpec read(WireReader in) {
    return new FunctionSpec(
        in.text(),
        in.text(),
        in.text(),
        in.integer(),
        in.text(),
        in.text(),
        in.text(),
        in.integer(),
        in.integer(),
        in.oneOf(Isolation.values()),
        in.integer(),
        in.integer(),
        in.integer(),
        environment(in));
  }

  private static SortedMap<String, String> environment(WireReader in) {
    SortedMap<String, String> environment = new TreeMap<>();
    int count = in.integer();
    for (int i = 0; i < count; i++) {
      environment.put(in.text(), in.text());
    }
    return environment;
  }
}
