package dev.perigee.simulator.truth;

import dev.perigee.model.ModelException;
import dev.perigee.world.Seeds;

/// How a function really behaves.
///
/// @param handler time of the handler
/// @param fetch time to bring the code to the node
/// @param sandbox time to make the sandbox
/// @param init time to load the runtime and the module
/// @param cpuFraction vCPUs that the handler keeps busy while it runs, at most its share
/// @param errorFraction invocations whose handler answers with an error
/// @param crashFraction invocations that take their worker down
/// @param startFailFraction workers that can't be made
public record FunctionTruth(
    Distribution handler,
    Distribution fetch,
    Distribution sandbox,
    Distribution init,
    double cpuFraction,
    double errorFraction,
    double crashFraction,
    double startFailFraction,
    long bytesIn,
    long bytesOut) {

  private static final long FETCH = 1;
  private static final long SANDBOX = 2;
  private static final long INIT = 3;
  private static final long FAIL = 4;
  private static final long OUTCOME = 5;
  private static final long HANDLER = 6;

  public FunctionTruth {
    ModelException.require(cpuFraction >= 0, "cpu >= 0", cpuFraction);
    ModelException.require(isChance(errorFraction), "error fraction in 0..1", errorFraction);
    ModelException.require(isChance(crashFraction), "crash fraction in 0..1", crashFraction);
    ModelException.require(
        isChance(startFailFraction), "start failure fraction in 0..1", startFailFraction);
    ModelException.require(bytesIn >= 0 && bytesOut >= 0, "bytes >= 0", bytesIn + ", " + bytesOut);
  }

  /// A function that does nothing for a fixed time and starts in a fixed time.
  public static FunctionTruth fixed(long handlerNs, long startNs) {
    return new FunctionTruth(
        new Distribution.Fixed(handlerNs),
        new Distribution.Fixed(0),
        new Distribution.Fixed(0),
        new Distribution.Fixed(startNs),
        1,
        0,
        0,
        0,
        0,
        0);
  }

  /// What happens when one worker starts.
  public record Start(long fetchNs, long sandboxNs, long initNs, boolean fails) {
    public long totalNs() {
      return fetchNs + sandboxNs + initNs;
    }
  }

  public Start start(long seed) {
    return new Start(
        fetch.drawNs(Seeds.derive(seed, FETCH)),
        sandbox.drawNs(Seeds.derive(seed, SANDBOX)),
        init.drawNs(Seeds.derive(seed, INIT)),
        Seeds.unit(Seeds.derive(seed, FAIL)) < startFailFraction);
  }

  /// Handler time of one invocation.
  public long handlerNs(long seed) {
    return handler.drawNs(Seeds.derive(seed, HANDLER));
  }

  public boolean crashes(long seed) {
    return Seeds.unit(Seeds.derive(seed, OUTCOME)) < crashFraction;
  }

  public boolean errs(long seed) {
    double unit = Seeds.unit(Seeds.derive(seed, OUTCOME));
    return unit >= crashFraction && unit < crashFraction + errorFraction;
  }

  private static boolean isChance(double fraction) {
    return fraction >= 0 && fraction <= 1;
  }
}
