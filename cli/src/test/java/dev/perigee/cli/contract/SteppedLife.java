package dev.perigee.cli.contract;

import dev.perigee.cli.live.OpenLedger;
import dev.perigee.energy.CarbonModel;
import dev.perigee.energy.NodePower;
import dev.perigee.energy.PowerCurve;
import dev.perigee.energy.PriceCatalogue;
import dev.perigee.fabric.segment.SegmentOptions;
import dev.perigee.model.continuum.Node;
import dev.perigee.runtime.node.LiveNode;
import dev.perigee.runtime.node.Meters;
import dev.perigee.runtime.node.NodeLedger;
import dev.perigee.runtime.node.NodeMeter;
import dev.perigee.runtime.node.Tariff;
import dev.perigee.world.contract.ContractScenario;
import dev.perigee.world.node.NodeListener;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// One life of a live node whose workers only take time.
///
/// @param news what it says
record SteppedLife(LiveNode node, SteppedHost host, LateNews news, OpenLedger ledger) {
  private static final NodePower POWER = new NodePower(2, 1, 5, 15, 0, PowerCurve.LINEAR, 0, 0, 0);

  static SteppedLife begin(
      Node node, ContractScenario scenario, Schedule schedule, NodeListener listener, Path folder) {
    LateNews news = new LateNews(schedule, listener);
    SteppedHost host = new SteppedHost(schedule, scenario);
    OpenLedger ledger =
        OpenLedger.open(folder, node.id(), schedule, SegmentOptions.DEFAULT, _ -> {});
    NodeMeter meter = meter(node, schedule, ledger.ledger());
    LiveNode live = new LiveNode(node, schedule, host, meter, news, _ -> Optional.empty());
    return new SteppedLife(live, host, news, ledger);
  }

  private static NodeMeter meter(Node node, Schedule schedule, NodeLedger ledger) {
    Tariff tariff =
        new Tariff(
            CarbonModel.DEFAULT, PriceCatalogue.AWS_LIKE, (_, _) -> node.intensityGramsPerKwh());
    return new NodeMeter(node, schedule, POWER, tariff, new NoMeters(), ledger);
  }

  void change(int memoryMb, long unseenNs) {
    Node before = node.node();
    news.late(unseenNs);
    node.update(
        new Node(
            before.id(),
            before.zone(),
            before.state(),
            before.cpuMilli(),
            memoryMb,
            before.idleW(),
            before.maxW(),
            before.intensityGramsPerKwh(),
            before.pue(),
            before.revision() + 1));
  }

  private static final class NoMeters implements Meters {
    @Override
    public long platformCpuNs() {
      return 0;
    }

    @Override
    public OptionalLong processorMicroJ() {
      return OptionalLong.empty();
    }
  }
}
