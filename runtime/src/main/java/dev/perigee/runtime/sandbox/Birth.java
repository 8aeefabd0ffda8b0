package dev.perigee.runtime.sandbox;

import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A blank on its way: it connects twice, and comes to life with the second.
final class Birth {
  private final Zygote zygote;
  private final int id;
  private final int uid;
  private int pid;
  private @Nullable SocketChannel main;
  private @Nullable SocketChannel log;

  Birth(Zygote zygote, int id, int uid) {
    this.zygote = zygote;
    this.id = id;
    this.uid = uid;
  }

  Zygote zygote() {
    return zygote;
  }

  int id() {
    return id;
  }

  synchronized int pid() {
    return pid;
  }

  synchronized void main(SocketChannel channel, int hostPid) {
    main = channel;
    pid = hostPid;
  }

  synchronized void log(SocketChannel channel) {
    log = channel;
  }

  synchronized boolean isComplete() {
    return main != null && log != null;
  }

  synchronized Blank blank(ControlGroup group) {
    return new Blank(
        zygote, id, uid, pid, Objects.requireNonNull(main), Objects.requireNonNull(log), group);
  }
}
