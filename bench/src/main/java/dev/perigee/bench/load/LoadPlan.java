package dev.perigee.bench.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// What to send.
///
/// @param ratePerS of all connections together; 0: closed loop
/// @param warmUp time before anything counts
/// @param functions names, the most wanted first
/// @param zipfExponent 0: all equally often
/// @param payload what each function gets and has to answer
/// @param seed of the choice of functions
public record LoadPlan(
    InetSocketAddress address,
    int connectionCount,
    double ratePerS,
    Duration warmUp,
    Duration duration,
    List<String> functions,
    double zipfExponent,
    byte[] payload,
    long seed) {

  public LoadPlan {
    if (connectionCount < 1 || ratePerS < 0 || functions.isEmpty()) {
      throw new IllegalArgumentException(
          "load needs at least one connection and one function and a rate of 0 or more, got %d, %d, %s"
              .formatted(connectionCount, functions.size(), ratePerS));
    }
    functions = List.copyOf(functions);
  }

  public static LoadPlan closed(
      InetSocketAddress address, int connectionCount, Duration duration, String function) {
    return new LoadPlan(
        address,
        connectionCount,
        0,
        duration.dividedBy(4),
        duration,
        List.of(function),
        0,
        "{\"n\": 1}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
        1);
  }

  public LoadPlan with(int newConnectionCount) {
    return new LoadPlan(
        address,
        newConnectionCount,
        ratePerS,
        warmUp,
        duration,
        functions,
        zipfExponent,
        payload,
        seed);
  }

  public LoadPlan lasting(Duration newDuration) {
    return new LoadPlan(
        address,
        connectionCount,
        ratePerS,
        warmUp,
        newDuration,
        functions,
        zipfExponent,
        payload,
        seed);
  }

  public LoadPlan withRate(double newRatePerS) {
    return new LoadPlan(
        address,
        connectionCount,
        newRatePerS,
        warmUp,
        duration,
        functions,
        zipfExponent,
        payload,
        seed);
  }

  public LoadPlan over(List<String> newFunctions, double newExponent) {
    return new LoadPlan(
        address,
        connectionCount,
        ratePerS,
        warmUp,
        duration,
        newFunctions,
        newExponent,
        payload,
        seed);
  }
}
