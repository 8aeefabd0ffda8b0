package dev.perigee.fabric.transport;

import java.time.Duration;

/// Cuts one contact as distance or the horizon does: while it is cut, frames of both directions
/// vanish without a word and dialling fails. A cut that swallowed anything but heartbeats ends in a
/// lost connection, however short it was, because a channel has no holes.
public final class LinkControl {
  private volatile boolean cut;
  private volatile long cutUntilNs;

  /// Until [#heal].
  public void cut() {
    cutUntilNs = Long.MAX_VALUE;
    cut = true;
  }

  /// For a time, or until [#heal].
  public void cut(Duration time) {
    cutUntilNs = System.nanoTime() + time.toNanos();
    cut = true;
  }

  public void heal() {
    cut = false;
  }

  public boolean isCut() {
    if (cut && cutUntilNs != Long.MAX_VALUE && System.nanoTime() - cutUntilNs >= 0) {
      cut = false;
    }
    return cut;
  }
}
