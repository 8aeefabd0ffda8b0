package dev.perigee.runtime.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// Receives what connects: the spawner, zygotes, and the two connections of each blank.
final class Doorway {
  private final SandboxHost host;

  Doorway(SandboxHost host) {
    this.host = host;
  }

  /// Serves one connection on the calling thread, for as long as it says something.
  void welcome(SocketChannel channel) {
    Frames frames = new Frames(channel);
    try {
      Frames.Frame first = frames.read();
      switch (first.type()) {
        case 'S' -> host.spawnerIsUp(frames, first.text());
        case 'Z' -> listen(host.zygoteIsUp(frames, first.text()), frames);
        case 'X' -> refused(first.text(), channel);
        case 'B' -> blank(channel, first.body());
        case 'O' -> log(channel, first.body());
        default -> channel.close();
      }
    } catch (IOException gone) {
      Blank.closeQuietly(channel);
    }
  }

  private void refused(String text, SocketChannel channel) {
    String[] parts = text.split("\t", 2);
    host.zygoteFailed(parts[0], parts[1]);
    Blank.closeQuietly(channel);
  }

  private void blank(SocketChannel channel, ByteBuffer body) {
    Birth birth = host.birth(body.getInt());
    if (birth == null) {
      Blank.closeQuietly(channel);
      return;
    }
    birth.main(channel, body.getInt());
    host.bornIfComplete(birth);
  }

  private void log(SocketChannel channel, ByteBuffer body) {
    Birth birth = host.birth(body.getInt());
    if (birth == null) {
      Blank.closeQuietly(channel);
      return;
    }
    birth.log(channel);
    host.bornIfComplete(birth);
  }

  private void listen(Zygote zygote, Frames frames) {
    try {
      while (true) {
        Frames.Frame frame = frames.read();
        if (frame.type() == 'D') {
          host.ended(zygote, frame.body().getInt(), frame.body().getInt());
        } else {
          String[] parts = frame.text().split("\t", 2);
          host.stillborn(Integer.parseInt(parts[0]), parts[1]);
        }
      }
    } catch (IOException gone) {
      host.zygoteEnded(zygote);
    }
  }
}
