package dev.perigee.fabric.resource;

import java.util.List;
import java.util.OptionalInt;

/// The messages of queues. Thread-safe; what is written is durable when a method returns. A message
/// that is received is its taker's for a while (a lease) and comes again unless it is deleted.
public interface Messages {

  /// @param receipt names this handing out: an older one can't delete the message any more
  /// @param receives how often it was handed out, this one included
  /// @param firstUtcNs when it was handed out first
  record Message(
      long id,
      String receipt,
      String body,
      long sentUtcNs,
      int receives,
      long firstUtcNs,
      Origin origin) {}

  /// Returns the messages' ids; all are taken, or none.
  ///
  /// @param delayS how long they can't be received
  List<Long> send(ResourceId queue, List<String> bodies, int delayS, Origin origin);

  /// Messages that nobody has, the oldest first.
  ///
  /// @param leaseS how long they are the caller's; empty: as the queue says
  List<Message> receive(ResourceId queue, int countMax, OptionalInt leaseS);

  /// How many were handed out and are neither deleted nor back.
  long inFlight(ResourceId queue);

  /// Deletes those that are still the caller's; returns how many.
  int delete(ResourceId queue, List<String> receipts);

  /// Changes how long a message is the caller's from now on; 0 gives it back. False if it is not.
  boolean extend(ResourceId queue, String receipt, int leaseS);

  /// Moves all messages of a queue to another one, as if they were sent there now; returns how
  /// many.
  int redrive(ResourceId from, ResourceId to);

  /// Deletes all; returns how many.
  int purge(ResourceId queue);
}
