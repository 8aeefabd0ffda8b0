package dev.perigee.runtime.lambda;

import dev.perigee.runtime.sandbox.SandboxException;
import dev.perigee.runtime.worker.Invocation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/// One invocation on its way through the runtime.
final class Call {
  private final Invocation invocation;
  private final String id;
  private final CompletableFuture<Reply> reply = new CompletableFuture<>();
  private final CompletableFuture<Void> left = new CompletableFuture<>();
  private volatile long handedNs;
  private final AtomicLong streamedBytes = new AtomicLong();

  Call(Invocation invocation) {
    this.invocation = invocation;
    this.id = invocation.id().toString();
  }

  Invocation invocation() {
    return invocation;
  }

  String id() {
    return id;
  }

  CompletableFuture<Reply> reply() {
    return reply;
  }

  /// The process has ended.
  void fail() {
    reply.completeExceptionally(new SandboxException("the process ended"));
  }

  /// Completes when the runtime asks for the next one.
  CompletableFuture<Void> left() {
    return left;
  }

  /// A part of the answer went to the caller.
  void streamed(int bytes) {
    streamedBytes.addAndGet(bytes);
  }

  long streamedBytes() {
    return streamedBytes.get();
  }

  void handed() {
    handedNs = System.nanoTime();
  }

  /// When the runtime had the event, on the monotonic clock; 0 before.
  long handedNs() {
    return handedNs;
  }
}
