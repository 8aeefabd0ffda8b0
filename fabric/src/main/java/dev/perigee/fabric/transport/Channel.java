package dev.perigee.fabric.transport;

import dev.perigee.fabric.FabricException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Contact with one peer. The channel outlives its connections: it is up, lost, up again. Any
/// number of threads may use it, with any number of requests in flight.
public interface Channel extends AutoCloseable {

  /// The peer's name; a node does not know its controller's before first contact: then empty.
  String peer();

  boolean isUp();

  /// Sends a request (kind >= 0). The future completes with the answer, or fails: `REMOTE` the
  /// peer's handler threw, `TIMED_OUT` no answer within the timeout (checked a few times per
  /// heartbeat), `LOST` contact broke. Whether a request that failed with `LOST` or `TIMED_OUT` was
  /// carried out is not known. Throws at once with `LOST` while out of contact and with `BUSY` when
  /// the send queue is full. Stages that hang on the future run on the reading thread: short and
  /// without blocking.
  CompletableFuture<byte[]> request(byte kind, byte[] payload, Duration timeout);

  /// Sends a one-way message (kind >= 0); throws as [#request] does.
  void send(byte kind, byte[] payload);

  /// Cuts and heals this contact, for tests and fault injection.
  LinkControl link();

  /// Ends contact for good; the peer sees a lost connection.
  @Override
  void close();

  /// Sends a request and waits for the answer.
  default byte[] call(byte kind, byte[] payload, Duration timeout) {
    try {
      return request(kind, payload, timeout).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof FabricException cause) {
        throw new FabricException(cause.reason(), String.valueOf(cause.getMessage()), cause);
      }
      throw e;
    }
  }
}
