package dev.perigee.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perigee.platform.control.Ledgers.Query;
import dev.perigee.platform.ledgers.NodeLedgers;
import dev.perigee.world.contract.ContractScenario;
import dev.perigee.world.contract.Transcript;
import dev.perigee.world.contract.WorldContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/// The contract kit on the live world whose nodes are OS processes behind a Unix socket: the real
/// messages, `kill -9` for a node that fails, and a clock that the test steps. Afterwards the
/// control plane's copies of the ledgers hold every answer once.
class NodeProcessesContractTest extends WorldContract {
  private static final Pattern ANSWER = Pattern.compile("invocation (\\d+) \\w+ on ");

  @TempDir Path folder;

  @Override
  protected Transcript run(ContractScenario scenario) {
    OtherProcesses home = new OtherProcesses(folder.resolve(scenario.name()));
    try (LiveRig rig = new LiveRig(scenario, home)) {
      Transcript transcript = Player.play(scenario, rig);
      everyAnswerHasOneEntry(transcript, home);
      assertThat(home.reports()).isEmpty();
      return transcript;
    }
  }

  /// Also those that were answered with an error because their node was gone.
  private static void everyAnswerHasOneEntry(Transcript transcript, OtherProcesses home) {
    List<String> answered =
        ANSWER
            .matcher(transcript.text())
            .results()
            .map(answer -> new UUID(0, Long.parseLong(answer.group(1))).toString())
            .toList();
    home.await("an entry of every answer", () -> ids(home).containsAll(answered));
    assertThat(ids(home)).containsExactlyInAnyOrderElementsOf(answered);
  }

  private static List<String> ids(OtherProcesses home) {
    List<String> ids = new ArrayList<>();
    home.missing().forEach(entry -> ids.add(entry.invocationId().toString()));
    StringBuilder json = new StringBuilder();
    try {
      new NodeLedgers(home::ledgers, _ -> 0)
          .writeJson(new Query("default", Optional.empty(), OptionalLong.empty()), json);
      for (JsonNode entry : new ObjectMapper().readTree(json.toString()).get("entries")) {
        ids.add(entry.get("invocationId").asText());
      }
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
