package dev.perigee.fabric.artefact;

import java.util.concurrent.atomic.AtomicBoolean;

/// Someone's use of an artefact: while it is open, the artefact is not collected.
public final class Lease implements AutoCloseable {
  private final String sha256;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  Lease(String sha256, Runnable release) {
    this.sha256 = sha256;
    this.release = release;
  }

  public String sha256() {
    return sha256;
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      release.run();
    }
  }
}
