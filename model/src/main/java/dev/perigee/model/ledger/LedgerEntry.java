package dev.perigee.model.ledger;

import dev.perigee.model.ModelException;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import java.util.UUID;

/// What one invocation took: time, energy, carbon, money, and the decision it ran under.
///
/// An entry is written once as provisional, when the answer is given, and settled once, when its
/// metering window closes; settling may change `energy` and the operation carbon, nothing else.
///
/// @param version number of the published version that ran, 0 for `$LATEST`
/// @param node id of the node that ran it; empty for an invocation that was refused before it had
///   one
/// @param intensityGramsPerKwh carbon intensity of the node's zone in the hour of the start
/// @param pue power usage effectiveness of the node's site
/// @param planId plan that the worker was started under, 0 if none
/// @param decisionId decision behind that plan, 0 if none
public record LedgerEntry(
    UUID invocationId,
    String tenant,
    String function,
    int version,
    String node,
    long startedUtcNs,
    Outcome outcome,
    boolean coldStart,
    Phases phases,
    int memoryMb,
    long cpuNs,
    long bytesIn,
    long bytesOut,
    Energy energy,
    Carbon carbon,
    Money money,
    Quality quality,
    boolean settled,
    double intensityGramsPerKwh,
    double pue,
    long planId,
    long decisionId) {

  public LedgerEntry {
    ModelException.require(!tenant.isEmpty(), "tenant must not be empty", tenant);
    ModelException.require(!function.isEmpty(), "function must not be empty", function);
    ModelException.require(version >= 0, "version must be >= 0", version);
    ModelException.requireAmount("memoryMb", memoryMb);
    ModelException.requireAmount("cpuNs", cpuNs);
    ModelException.requireAmount("bytesIn", bytesIn);
    ModelException.requireAmount("bytesOut", bytesOut);
    ModelException.require(
        intensityGramsPerKwh >= 0, "intensityGramsPerKwh must be >= 0", intensityGramsPerKwh);
    ModelException.require(pue >= 1, "pue must be >= 1", pue);
  }

  /// An invocation that was refused: it took nothing, costs nothing and is settled at once.
  ///
  /// @param node that refused it; empty if it had none yet
  public static LedgerEntry throttled(
      UUID invocationId, FunctionSpec spec, String node, long utcNs, long bytesIn) {
    return new LedgerEntry(
        invocationId,
        spec.tenant(),
        spec.name(),
        spec.id().versionNumber(),
        node,
        utcNs,
        Outcome.THROTTLED,
        false,
        Phases.NONE,
        spec.memoryMb(),
        0,
        bytesIn,
        0,
        Energy.NONE,
        Carbon.NONE,
        Money.NONE,
        Quality.MODELLED,
        true,
        0,
        1,
        0,
        0);
  }

  /// The version as AWS clients know it: `$LATEST` or a number.
  public String versionText() {
    return version == 0 ? FunctionId.LATEST : Integer.toString(version);
  }

  /// GiB-seconds of memory reserved while the handler ran.
  public double memoryGbS() {
    return memoryMb / 1024.0 * (phases.handlerNs() / 1e9);
  }

  /// The same entry with its final energy and operation carbon.
  public LedgerEntry settle(Energy finalEnergy, Carbon finalCarbon) {
    return new LedgerEntry(
        invocationId,
        tenant,
        function,
        version,
        node,
        startedUtcNs,
        outcome,
        coldStart,
        phases,
        memoryMb,
        cpuNs,
        bytesIn,
        bytesOut,
        finalEnergy,
        finalCarbon,
        money,
        quality,
        true,
        intensityGramsPerKwh,
        pue,
        planId,
        decisionId);
  }
}
