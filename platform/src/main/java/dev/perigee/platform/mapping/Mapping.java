package dev.perigee.platform.mapping;

import java.util.List;
import java.util.UUID;

/// A queue whose messages run a function.
///
/// @param functionArn the function as it was asked for
/// @param windowS how long messages are gathered for a batch
/// @param isPartial whether the function says which messages of a batch failed
/// @param filters patterns of which a message has to fit one; empty: all fit
/// @param concurrencyMax batches at once
public record Mapping(
    UUID id,
    String tenant,
    String queue,
    String function,
    String qualifier,
    String functionArn,
    int batchSize,
    int windowS,
    boolean isPartial,
    List<String> filters,
    int concurrencyMax,
    boolean isEnabled,
    long modifiedUtcNs) {
  public static final int BATCH_DEFAULT = 10;
  public static final int CONCURRENCY_UNLIMITED = 0;

  public Mapping {
    filters = List.copyOf(filters);
  }
}
