package dev.perigee.cli.live;

import dev.perigee.energy.CarbonModel;
import dev.perigee.model.ledger.NodeWindow;
import dev.perigee.platform.nodes.NodeDirectory;
import dev.perigee.runtime.node.Tariff.Intensity;
import java.util.function.ToLongFunction;

/// Carbon of the platform's own work, in nano-grams: with the grid of its node in the hour in which
/// the window began, as for invocations.
public record OwnWorkCarbon(NodeDirectory nodes, Intensity intensity)
    implements ToLongFunction<NodeWindow> {

  @Override
  public long applyAsLong(NodeWindow window) {
    return nodes.all().stream()
        .map(port -> port.node())
        .filter(node -> node.id().equals(window.node()))
        .findFirst()
        .map(node ->
            CarbonModel.operationNanoGrams(
                window.platformMicroJ(),
                node.pue(),
                intensity.gramsPerKwh(node.zone(), window.fromUtcNs())))
        .orElse(0L);
  }
}
