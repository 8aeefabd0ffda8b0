package dev.perigee.runtime.sandbox;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The zygotes of a host, made when their breed is first wanted.
final class Zygotes {
  private final SandboxHost host;
  private final Map<String, Expected> known = new ConcurrentHashMap<>();

  /// A zygote that lives or is on its way.
  private record Expected(Breed breed, CompletableFuture<Zygote> zygote) {
    boolean is(Zygote one) {
      return zygote.state() == Future.State.SUCCESS && zygote.resultNow() == one;
    }
  }

  Zygotes(SandboxHost host) {
    this.host = host;
  }

  /// Waits until it lives; `spawner` is null where the machine has no Python.
  Zygote get(Breed breed, @Nullable SpawnerProcess spawner)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Expected fresh = new Expected(breed, new CompletableFuture<>());
    Expected other = known.putIfAbsent(breed.key(), fresh);
    if (other != null) {
      return other.zygote.get(SandboxHost.MAKE_NS, TimeUnit.NANOSECONDS);
    }
    try {
      if (spawner == null) {
        throw new IOException("python3 is missing; install the package python3");
      }
      spawner.send('z', breed.order());
      return fresh.zygote.get(SandboxHost.MAKE_NS, TimeUnit.NANOSECONDS);
    } catch (IOException | InterruptedException | TimeoutException e) {
      known.remove(breed.key(), fresh);
      fresh.zygote.completeExceptionally(e);
      throw e;
    }
  }

  Zygote up(Frames frames, String key) throws IOException {
    Expected expected = known.get(key);
    if (expected == null) {
      throw new IOException("a zygote that nobody waits for: " + key);
    }
    Zygote zygote = new Zygote(host, expected.breed, frames);
    expected.zygote.complete(zygote);
    return zygote;
  }

  void failed(String key, String problem) {
    Expected expected = known.remove(key);
    if (expected != null) {
      expected.zygote.completeExceptionally(new SandboxException(problem));
    }
  }

  /// The next one who wants this breed gets a new zygote. One that was made meanwhile stays.
  void forget(Zygote zygote) {
    Expected expected = known.get(zygote.breed().key());
    if (expected != null && expected.is(zygote)) {
      known.remove(zygote.breed().key(), expected);
    }
  }

  int count() {
    return known.size();
  }

  void end(String reason) {
    for (Expected expected : known.values()) {
      if (expected.zygote.state() == Future.State.SUCCESS) {
        expected.zygote.resultNow().end(reason);
      }
    }
  }
}
