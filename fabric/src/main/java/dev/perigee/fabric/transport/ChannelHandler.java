package dev.perigee.fabric.transport;

/// What the owner of a channel does with what comes. `onUp` and `onLost` alternate and never
/// overlap.
public interface ChannelHandler {

  /// Contact is there. Must not wait for an answer of the peer.
  default void onUp(Channel channel, Hello peer) {}

  /// Contact is lost; requests that were outstanding have failed.
  default void onLost(Channel channel, String why) {}

  /// A one-way message, in the order of sending, on the reading thread: must be short, or
  /// heartbeats go unheard.
  default void onMessage(Channel channel, byte kind, byte[] payload) {}

  /// A request, on a virtual thread of its own: may block. What it throws reaches the caller as
  /// `REMOTE`.
  default byte[] onRequest(Channel channel, byte kind, byte[] payload) {
    throw new UnsupportedOperationException("no requests are served here, got kind " + kind);
  }
}
