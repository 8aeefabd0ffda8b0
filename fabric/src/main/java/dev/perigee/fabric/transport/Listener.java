package dev.perigee.fabric.transport;

/// The controller's end of a transport.
public interface Listener extends AutoCloseable {

  /// The channel to a node; one that has never been up before the node's first contact.
  Channel channel(String node);

  /// Ends all channels and listens no more.
  @Override
  void close();
}
