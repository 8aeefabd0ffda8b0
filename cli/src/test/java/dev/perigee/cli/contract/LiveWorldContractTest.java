package dev.perigee.cli.contract;

import dev.perigee.world.contract.ContractScenario;
import dev.perigee.world.contract.Transcript;
import dev.perigee.world.contract.WorldContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The contract kit on the live world in one process.
class LiveWorldContractTest extends WorldContract {
  @TempDir Path folder;

  @Override
  protected Transcript run(ContractScenario scenario) {
    try (LiveRig rig = new LiveRig(scenario, new SameProcess(folder.resolve(scenario.name())))) {
      return Player.play(scenario, rig);
    }
  }
}
