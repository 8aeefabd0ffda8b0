package dev.perigee.cli.node;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.artefact.Layers;
import dev.perigee.fabric.artefact.Lease;
import dev.perigee.fabric.image.Image;
import dev.perigee.fabric.image.ImageStore;
import dev.perigee.fabric.transport.Channel;
import dev.perigee.model.function.FunctionSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Brings code from the control plane into the node's own store, piece by piece: an archive, or an
/// image part by part, so that what two images share comes once. What is here stays as long as a
/// function needs it, also out of contact.
final class CodeFetcher {
  /// A function may be deployed so long after its code was fetched.
  private static final long HELD_NS = Duration.ofMinutes(10).toNanos();

  private record Fresh(Lease lease, long untilNs) {}

  private final ArtefactStore artefacts;
  private final LongSupplier monoNs;
  private final Consumer<String> report;
  private final Deque<Fresh> fresh = new ArrayDeque<>();

  CodeFetcher(ArtefactStore artefacts, LongSupplier monoNs, Consumer<String> report) {
    this.artefacts = artefacts;
    this.monoNs = monoNs;
    this.report = report;
  }

  /// Whether all of a function's code is here.
  boolean has(FunctionSpec function) {
    return artefacts.contains(function.codeSha256())
        && layers(function).stream().allMatch(artefacts::contains)
        && (!isImage(function) || parts(function).stream().allMatch(artefacts::contains));
  }

  /// Whether the code is here, fetched if need be.
  boolean fetch(FunctionSpec function, Channel control) {
    if (!fetch(function.codeSha256(), control) || !fetchLayers(function, control)) {
      return false;
    }
    return !isImage(function)
        || parts(function).stream().allMatch(sha256 -> fetch(sha256, control));
  }

  /// The list first: it says which they are.
  private boolean fetchLayers(FunctionSpec function, Channel control) {
    return function.layersSha256().isEmpty()
        || fetch(function.layersSha256(), control)
            && layers(function).stream().allMatch(sha256 -> fetch(sha256, control));
  }

  private Set<String> layers(FunctionSpec function) {
    return function.layersSha256().isEmpty()
        ? Set.of()
        : new Layers(artefacts).parts(function.layersSha256());
  }

  private static boolean isImage(FunctionSpec function) {
    return function.runtime().equals(Image.RUNTIME);
  }

  private Set<String> parts(FunctionSpec function) {
    return ImageStore.of(artefacts).parts(function.codeSha256());
  }

  private boolean fetch(String sha256, Channel control) {
    if (artefacts.contains(sha256)) {
      return true;
    }
    try {
      Lease stored = artefacts.put(new CodeStream(sha256, control), Long.MAX_VALUE);
      hold(stored);
      if (!stored.sha256().equals(sha256)) {
        report.accept(
            "code " + sha256 + " came as " + stored.sha256() + ": damaged at the control plane");
      }
      return stored.sha256().equals(sha256);
    } catch (FabricException e) {
      report.accept("code " + sha256 + " can't be fetched: " + e.getMessage());
      return false;
    }
  }

  private synchronized void hold(Lease lease) {
    fresh.add(new Fresh(lease, monoNs.getAsLong() + HELD_NS));
  }

  /// What was fetched long ago is from now on kept for its function only.
  synchronized void expire() {
    while (!fresh.isEmpty() && fresh.peek().untilNs() - monoNs.getAsLong() < 0) {
      fresh.remove().lease().close();
    }
  }
}
