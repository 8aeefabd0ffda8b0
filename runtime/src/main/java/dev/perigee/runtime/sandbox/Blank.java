package dev.perigee.runtime.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/// A sandbox that waits for its function.
///
/// @param uid of its user, if the platform is root
/// @param pid of its process as this machine's root namespace counts
record Blank(
    Zygote zygote,
    int id,
    int uid,
    int pid,
    SocketChannel main,
    SocketChannel log,
    ControlGroup group) {

  void discard() {
    zygote.kill(id, Signals.KILL);
    closeQuietly(main);
    closeQuietly(log);
    Thread.ofVirtual().start(group::remove);
  }

  static void closeQuietly(Closeable channel) {
    try {
      channel.close();
    } catch (IOException alreadyGone) {
      return;
    }
  }
}
