package dev.perigee.checks;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What the deterministic kernel may not use, and what it uses instead.
///
/// @param what how the message calls it
/// @param matches the uses that it means
/// @param remedy what to do instead
record Ban(String what, Predicate<Use> matches, String remedy) {
  /// A class or a member of one, as the byte code names it.
  ///
  /// @param owner full name of the class
  /// @param member name of a method, constructor (`<init>`) or field; empty for the class itself
  /// @param parameterCount of the method or constructor, 0 otherwise
  record Use(String owner, String member, int parameterCount) {
    @Override
    public String toString() {
      return member.isEmpty() ? owner : owner + "." + member;
    }
  }

  private static final Set<String> INEXACT =
      Set.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp",
          "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot");
  private static final Set<String> POOLS =
      Set.of(
          "Executor",
          "ExecutorService",
          "Executors",
          "ExecutorCompletionService",
          "CompletableFuture",
          "ThreadPoolExecutor",
          "ScheduledExecutorService",
          "ThreadFactory",
          "StructuredTaskScope");

  private static final String CLOCK =
      "take utcNs or monoNs as an argument; only a world reads a clock";
  private static final String RANDOM =
      "derive a stream from the scenario seed, the decision id and the snapshot version (Seeds)";
  private static final String WORKERS =
      "loop over an index range through Workers, whose pool the caller gives";
  private static final String OUTSIDE =
      "return an effect and let the world carry it out, or take the bytes as an argument";

  /// The whole list for the kernel.
  static final List<Ban> KERNEL =
      List.of(
          member(
              "java.lang.System", Set.of("nanoTime", "currentTimeMillis"), "a wall clock", CLOCK),
          new Ban("a wall clock", Ban::readsTheTime, CLOCK),
          member("java.lang.Math", Set.of("random"), "a shared random generator", RANDOM),
          new Ban("a random generator without a seed of ours", Ban::random, RANDOM),
          member("java.util.UUID", Set.of("randomUUID"), "a random name", RANDOM),
          type("java.lang.Thread", "a thread", WORKERS),
          type("java.lang.ThreadLocal", "a thread", "pass the value as an argument"),
          new Ban("a thread pool", Ban::pool, WORKERS),
          new Ban("a parallel stream", Ban::parallelStream, WORKERS),
          member(
              "java.lang.Runtime",
              Set.of("availableProcessors", "exec"),
              "the machine",
              "partitions depend on the data and not on the machine; take what is needed as an"
                  + " argument"),
          member(
              "java.lang.System",
              Set.of("getenv", "getProperty", "getProperties", "lineSeparator"),
              "the environment",
              "take the setting as an argument; cli reads the environment"),
          member(
              "java.lang.System",
              Set.of("in", "out", "err", "console"),
              "a standard stream",
              OUTSIDE),
          member(
              "java.lang.System",
              Set.of("identityHashCode"),
              "an identity hash",
              "order by id or index"),
          new Ban("a file", Ban::file, OUTSIDE),
          prefix("java.net.", "a socket", OUTSIDE),
          prefix("java.nio.channels.", "a channel", OUTSIDE),
          member(
              "java.lang.Math",
              INEXACT,
              "a function that may differ from machine to machine",
              "use StrictMath, whose bits are the same everywhere"));

  private static Ban member(String owner, Set<String> members, String what, String remedy) {
    return new Ban(
        what, use -> use.owner().equals(owner) && members.contains(use.member()), remedy);
  }

  private static Ban type(String name, String what, String remedy) {
    return new Ban(
        what, use -> use.owner().equals(name) || use.owner().startsWith(name + "$"), remedy);
  }

  private static Ban prefix(String prefix, String what, String remedy) {
    return new Ban(what, use -> use.owner().startsWith(prefix), remedy);
  }

  private static boolean readsTheTime(Use use) {
    return use.owner().startsWith("java.time.")
            && (use.member().equals("now") || use.member().startsWith("system"))
        || use.owner().equals("java.util.Date") && use.parameterCount() == 0
        || use.owner().equals("java.util.Calendar");
  }

  private static boolean random(Use use) {
    return switch (use.owner()) {
      case "java.util.concurrent.ThreadLocalRandom", "java.security.SecureRandom" -> true;
      case "java.util.Random", "java.util.SplittableRandom" ->
          use.member().equals("<init>") && use.parameterCount() == 0;
      default -> false;
    };
  }

  private static boolean pool(Use use) {
    String prefix = "java.util.concurrent.";
    return use.owner().startsWith(prefix)
        && (use.owner().startsWith(prefix + "ForkJoin")
            || POOLS.contains(use.owner().substring(prefix.length())));
  }

  private static boolean parallelStream(Use use) {
    return use.member().equals("parallelStream")
        || use.owner().startsWith("java.util.stream.") && use.member().equals("parallel")
        || use.owner().equals("java.util.Arrays") && use.member().startsWith("parallel");
  }

  private static boolean file(Use use) {
    return use.owner().startsWith("java.nio.file.")
        || use.owner().startsWith("java.io.File")
        || use.owner().equals("java.io.RandomAccessFile");
  }
}
