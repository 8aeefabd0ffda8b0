package dev.perigee.fabric.transport;

import java.util.function.Function;
import java.util.function.LongSupplier;

/// A way from nodes to their controller.
public interface Transport {

  /// The controller's side.
  ///
  /// @param name the controller's name
  /// @param epoch the controller's epoch, asked at each contact
  /// @param handlers gives the handler for a node's name, at the node's first contact
  Listener listen(String name, LongSupplier epoch, Function<String, ChannelHandler> handlers);

  /// A node's side: dials until it is closed, and again whenever contact is lost.
  Channel dial(String node, LongSupplier epoch, ChannelHandler handler);
}
