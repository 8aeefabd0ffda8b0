package dev.perigee.world.wire;

import dev.perigee.model.function.Destination;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import java.util.ArrayList;
import java.util.List;
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
    out.text(f.layersSha256());
    out.number(f.environment().size());
    f.environment()
        .forEach((name, value) -> {
          out.text(name);
          out.text(value);
        });
    out.number(f.network().size());
    f.network()
        .forEach(destination -> {
          out.text(destination.host());
          out.number(destination.port());
        });
  }

  static FunctionSpec read(WireReader in) {
    String tenant = in.text();
    String name = in.text();
    String qualifier = in.text();
    int version = in.integer();
    String runtime = in.text();
    String handler = in.text();
    String codeSha256 = in.text();
    int memoryMb = in.integer();
    int timeoutMs = in.integer();
    Isolation isolation = in.oneOf(Isolation.values());
    int workerConcurrency = in.integer();
    int concurrencyMax = in.integer();
    int queueMax = in.integer();
    String layersSha256 = in.text();
    return new FunctionSpec(
        tenant,
        name,
        qualifier,
        version,
        runtime,
        handler,
        codeSha256,
        memoryMb,
        timeoutMs,
        isolation,
        workerConcurrency,
        concurrencyMax,
        queueMax,
        environment(in),
        layersSha256,
        network(in));
  }

  private static SortedMap<String, String> environment(WireReader in) {
    SortedMap<String, String> environment = new TreeMap<>();
    int count = in.integer();
    for (int i = 0; i < count; i++) {
      environment.put(in.text(), in.text());
    }
    return environment;
  }

  private static List<Destination> network(WireReader in) {
    List<Destination> network = new ArrayList<>();
    int count = in.integer();
    for (int i = 0; i < count; i++) {
      network.add(new Destination(in.text(), in.integer()));
    }
    return network;
  }
}
