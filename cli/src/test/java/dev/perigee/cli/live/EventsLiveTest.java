package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalOptions;
import dev.perigee.fabric.journal.SqliteJournal;
import dev.perigee.testing.Needs;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/// Events that were acknowledged with 202 run, whatever happens to the platform.
class EventsLiveTest {
  private static final int EVENT_COUNT = 200;

  @TempDir Path data;

  @Test
  void everyAcknowledgedEventRunsThoughThePlatformIsKilled() {
    var _ = Needs.python();
    Set<String> acknowledged = new TreeSet<>();
    try (ChildPlatform child = ChildPlatform.up(data);
        LambdaClient aws = AwsClientLiveTest.client(child.client().base().getPort(), "secret")) {
      child
          .client()
          .deploy(
              "slow",
              Code.of(
                  "app.handler",
                  "import time\ndef handler(event, context):\n    time.sleep(0.1)\n"));
      for (int i = 0; i < EVENT_COUNT; i++) {
        acknowledged.add(send(aws));
      }
      child.kill();
    }
    assertThat(acknowledged).hasSize(EVENT_COUNT);
    Set<String> owed = new TreeSet<>(acknowledged);
    owed.removeAll(settled());
    assertThat(owed).as("the kill came in between").isNotEmpty();
    try (ChildPlatform again = ChildPlatform.up(data)) {
      LiveClient.await(
          "the other events", () -> missing(owed, again.client()), missing -> missing == 0);
    }
  }

  /// Events that ran and are known to have: the ledger may not have kept the last of them.
  private Set<String> settled() {
    Set<String> settled = new TreeSet<>();
    try (Journal journal = SqliteJournal.open(data, JournalOptions.of("test"), _ -> {})) {
      journal.read(
          0,
          record -> {
            if (record.kind().equals("event-settled")) {
              settled.add(LiveClient.json(new String(record.payload(), UTF_8)).get("id").asText());
            }
          });
    }
    return settled;
  }

  private static long missing(Set<String> owed, LiveClient client) {
    Set<String> ran = ran(client);
    return owed.stream().filter(id -> !ran.contains(id)).count();
  }

  private static String send(LambdaClient aws) {
    InvokeResponse taken =
        aws.invoke(request -> request.functionName("slow").invocationType(InvocationType.EVENT));
    assertThat(taken.statusCode()).isEqualTo(202);
    return taken.responseMetadata().requestId();
  }

  private static Set<String> ran(LiveClient client) {
    Set<String> ids = new TreeSet<>();
    for (JsonNode entry : client.ledger("?function=slow").get("entries")) {
      if (entry.get("outcome").asText().equals("ok")) {
        ids.add(entry.get("invocationId").asText());
      }
    }
    return ids;
  }
}
