package dev.perigee.cli.node;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.transport.Channel;
import dev.perigee.world.wire.CodeRequest;
import dev.perigee.world.wire.NodeWire;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.function.Consumer;

/// Brings code archives from the control plane into the node's own store, piece by piece. What is
/// here once is here for good, also out of contact.
final class CodeFetcher {
  private static final int PIECE_BYTES = 4 << 20;
  private static final Duration PIECE_TIMEOUT = Duration.ofSeconds(30);

  private final ArtefactStore artefacts;
  private final Consumer<String> report;

  CodeFetcher(ArtefactStore artefacts, Consumer<String> report) {
    this.artefacts = artefacts;
    this.report = report;
  }

  /// Whether the code is here, fetched if need be.
  boolean fetch(String sha256, Channel control) {
    if (artefacts.contains(sha256)) {
      return true;
    }
    try {
      String name = artefacts.put(all(sha256, control));
      if (!name.equals(sha256)) {
        report.accept("code " + sha256 + " came as " + name + ": damaged at the control plane");
      }
      return name.equals(sha256);
    } catch (FabricException e) {
      report.accept("code " + sha256 + " can't be fetched: " + e.getMessage());
      return false;
    }
  }

  private static byte[] all(String sha256, Channel control) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] piece;
    do {
      CodeRequest wanted = new CodeRequest(sha256, bytes.size(), PIECE_BYTES);
      piece = control.call(NodeWire.CODE, NodeWire.encode(wanted), PIECE_TIMEOUT);
      bytes.writeBytes(piece);
    } while (piece.length > 0);
    return bytes.toByteArray();
  }
}
