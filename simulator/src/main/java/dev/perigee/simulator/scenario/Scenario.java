package dev.perigee.simulator.scenario;

import dev.perigee.energy.NodePower;
import dev.perigee.energy.PriceCatalogue;
import dev.perigee.model.ModelException;
import dev.perigee.model.continuum.Link;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.policy.spi.KeepAlivePolicy;
import dev.perigee.policy.spi.PlacementPolicy;
import dev.perigee.simulator.truth.FunctionTruth;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/// A continuum, what happens to it, and who decides. Times count from the start of the scenario.
///
/// @param seed of all random streams, unless the run says another
/// @param startUtcNs when it begins
/// @param durationNs how long invocations arrive; what has arrived is served to its end
public record Scenario(
    String name,
    long seed,
    long startUtcNs,
    long durationNs,
    List<Site> sites,
    List<Link> links,
    List<Deployment> deployments,
    List<Deletion> deletions,
    List<Arrivals> arrivals,
    List<Fault> faults,
    PlacementPolicy placement,
    KeepAlivePolicy keepAlive,
    PriceCatalogue prices,
    long thawNs) {

  public Scenario {
    ModelException.require(durationNs > 0, "a duration > 0 ns", durationNs);
    sites = List.copyOf(sites);
    links = List.copyOf(links);
    deployments = List.copyOf(deployments);
    deletions = List.copyOf(deletions);
    arrivals = List.copyOf(arrivals);
    faults = List.copyOf(faults);
  }

  /// A node and what the simulation knows of it.
  ///
  /// @param gatewayDelayNs time of a message between it and the gateway, one way
  /// @param gramsPerKwh carbon intensity at a UTC time in nanoseconds
  public record Site(
      Node node, NodePower power, LongToDoubleFunction gramsPerKwh, long gatewayDelayNs) {
    public Site {
      ModelException.require(gatewayDelayNs >= 0, "gatewayDelayNs >= 0", gatewayDelayNs);
    }
  }

  /// A function version that is deployed.
  public record Deployment(long atNs, FunctionSpec function, FunctionTruth truth) {}

  /// A function that is deleted.
  public record Deletion(long atNs, FunctionId function) {}

  /// Where invocations come from.
  public sealed interface Arrivals {
    FunctionId function();

    /// Independent of each other.
    record Poisson(FunctionId function, double ratePerS, long fromNs, long toNs)
        implements Arrivals {}

    record Periodic(FunctionId function, long everyNs, long fromNs, long toNs)
        implements Arrivals {}

    /// Many, evenly within a short time.
    record Burst(FunctionId function, long atNs, int count, long overNs) implements Arrivals {}

    /// At given times.
    ///
    /// @param handlerNs how long each handler runs; negative where only the function's own
    ///   distribution says it
    record Given(FunctionId function, List<Long> atNs, List<Long> handlerNs) implements Arrivals {
      public Given {
        atNs = List.copyOf(atNs);
        handlerNs = List.copyOf(handlerNs);
        ModelException.require(
            atNs.size() == handlerNs.size(), "a handler time per arrival", handlerNs.size());
      }

      public static Given at(FunctionId function, List<Long> atNs) {
        return new Given(function, atNs, atNs.stream().map(_ -> -1L).toList());
      }
    }
  }

  /// What goes wrong.
  public sealed interface Fault {
    long atNs();

    String node();

    /// The node is off for a while. What runs there is lost; it comes back empty.
    record Fails(long atNs, String node, long forNs) implements Fault {}

    /// Nobody reaches the node for a while; it goes on alone.
    record CutOff(long atNs, String node, long forNs) implements Fault {}

    /// The node begins anew at once.
    record Restarts(long atNs, String node) implements Fault {}

    /// The node's capacity changes, and the engine learns of it only later: plans made meanwhile
    /// rest on a stale read.
    record Changes(long atNs, String node, int memoryMb, long unseenNs) implements Fault {}

    /// The node takes nothing new for a while.
    record Drains(long atNs, String node, long forNs) implements Fault {}
  }
}
