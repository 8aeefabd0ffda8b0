package dev.perigee.cli.live;

import dev.perigee.model.continuum.NodeState;
import dev.perigee.platform.control.HealthCheck;
import dev.perigee.platform.nodes.NodeDirectory;
import dev.perigee.platform.tls.ServerCertificate;
import dev.perigee.world.node.NodePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Looks how well the parts of a platform are. A full disk is a warning only: warm functions go on
/// without it.
record PlatformHealth(Path data, NodeDirectory nodes, Optional<ServerCertificate> certificate)
    implements Supplier<List<HealthCheck>> {
  private static final long FREE_BYTES_MIN = 256L << 20;

  @Override
  public List<HealthCheck> get() {
    List<HealthCheck> checks = new ArrayList<>(List.of(journal(), nodesUp(), disk()));
    certificate.ifPresent(
        shown -> checks.add(HealthCheck.wanted("certificate", shown.isWell(), shown.detail())));
    return checks;
  }

  private HealthCheck journal() {
    boolean writable = Files.isWritable(data.resolve("journal.db"));
    return HealthCheck.required(
        "journal",
        writable,
        writable ? "can be written" : "journal.db can't be written: look at its owner and mode");
  }

  private HealthCheck nodesUp() {
    List<NodePort> all = nodes.all();
    long up = all.stream().filter(port -> port.node().state() == NodeState.UP).count();
    return HealthCheck.required("nodes", up > 0, "%d of %d take work".formatted(up, all.size()));
  }

  private HealthCheck disk() {
    try {
      long free = Files.getFileStore(data).getUsableSpace();
      return HealthCheck.wanted(
          "disk", free >= FREE_BYTES_MIN, free / (1 << 20) + " MiB are free for " + data);
    } catch (IOException e) {
      return HealthCheck.wanted("disk", false, "can't be asked: " + e);
    }
  }
}
