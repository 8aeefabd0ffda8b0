package dev.perigee.model.work;

import dev.perigee.model.ModelException;
import java.util.ArrayList;
import java.util.List;

/// Splits index ranges over a pool that the caller owns. The split depends on the data alone and
/// partial results come back in index order, so the result is the same for any number of threads.
public final class Workers {
  private final Pool pool;

  /// Runs all tasks, on any threads in any order, and returns when the last is done. A task's
  /// failure is thrown.
  @FunctionalInterface
  public interface Pool {
    void runAll(List<Runnable> tasks);
  }

  /// Computes something over `from` (inclusive) to `to` (exclusive).
  @FunctionalInterface
  public interface RangeFunction<T> {
    T apply(int from, int to);
  }

  private Workers(Pool pool) {
    this.pool = pool;
  }

  public static Workers on(Pool pool) {
    return new Workers(pool);
  }

  /// Everything on the calling thread.
  public static Workers sequential() {
    return new Workers(tasks -> tasks.forEach(Runnable::run));
  }

  /// The results of `function` over ranges of `chunkSize` rows, in index order.
  public <T> List<T> map(int count, int chunkSize, RangeFunction<T> function) {
    ModelException.require(chunkSize >= 1, "chunkSize >= 1", chunkSize);
    int chunkCount = (int) (((long) count + chunkSize - 1) / chunkSize);
    if (chunkCount == 1) {
      return List.of(function.apply(0, count));
    }
    Object[] results = new Object[chunkCount];
    List<Runnable> tasks = new ArrayList<>(chunkCount);
    for (int chunk = 0; chunk < chunkCount; chunk++) {
      int index = chunk;
      int from = chunk * chunkSize;
      tasks.add(() -> results[index] = function.apply(from, Math.min(count, from + chunkSize)));
    }
    pool.runAll(tasks);
    return inOrder(results);
  }

  @SuppressWarnings("unchecked") // each slot was filled by a function that returns T
  private static <T> List<T> inOrder(Object[] results) {
    List<T> ordered = new ArrayList<>(results.length);
    for (Object result : results) {
      ordered.add((T) result);
    }
    return ordered;
  }
}
