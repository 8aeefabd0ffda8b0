package dev.perigee.runtime.wasm.host;

import java.util.ArrayList;
import java.util.List;

/// Lines of a run on their way to the platform. The thread that runs the module never writes them
/// itself: the watchdog's interruption would close the connection under it. What comes faster than
/// it can be sent is dropped and counted.
final class LineBatch {
  private static final int CHARS_MAX = 1 << 20;

  private List<String> lines = new ArrayList<>();
  private int chars;
  private long dropped;

  /// Returns whether this is the first line since the last `take`, so that somebody must come to
  /// take it.
  synchronized boolean add(String line) {
    if (chars + line.length() > CHARS_MAX) {
      dropped++;
      return false;
    }
    chars += line.length() + 8;
    lines.add(line);
    return lines.size() == 1;
  }

  synchronized List<String> take() {
    List<String> taken = lines;
    if (dropped > 0) {
      taken.add("(" + dropped + " lines came too fast and were dropped)");
    }
    lines = new ArrayList<>();
    chars = 0;
    dropped = 0;
    return taken;
  }
}
