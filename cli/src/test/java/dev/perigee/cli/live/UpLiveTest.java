package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How `perigee up` begins and ends as a process: exit codes, one line for what is wrong, signals.
class UpLiveTest {
  private static final Code SLOW =
      Code.of(
          "app.handle",
          """
          import time
          def handle(event, context):
              time.sleep(event.get('s', 0))
              return 1
          """);

  /// Its header and a page, see "WAL file format" of SQLite.
  private static final int WAL_FRAME_BYTES = 24 + 4096;

  @TempDir Path data;

  @Test
  void endsWithOneLineIfThePortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ChildPlatform child =
            ChildPlatform.start(
                "--port", Integer.toString(taken.getLocalPort()), "--data", data.toString())) {
      isOneLine(child, Integer.toString(taken.getLocalPort()), "--port");
    }
  }

  @Test
  void endsWithOneLineIfTheDataFolderCanNotBeWritten() throws IOException {
    Path file = Files.writeString(data.resolve("file"), "not a folder");
    try (ChildPlatform child =
        ChildPlatform.start("--port", "0", "--data", file.resolve("data").toString())) {
      isOneLine(child, file.toString(), "--data");
    }
  }

  @Test
  void endsWithOneLineIfTheDataFolderIsOnAReadOnlyDisk() {
    try (SmallDisk disk = SmallDisk.mount(data, "ro,size=1m");
        ChildPlatform child =
            ChildPlatform.start("--port", "0", "--data", disk.folder().resolve("d").toString())) {
      isOneLine(child, disk.folder().toString(), "--data");
    }
  }

  @Test
  void drainsOnSigtermAndEndsWithZeroWhileASecondPlatformIsTurnedAway() {
    var _ = Needs.python();
    try (ChildPlatform first = ChildPlatform.up(data)) {
      try (ChildPlatform second = ChildPlatform.start("--port", "0", "--data", data.toString())) {
        isOneLine(second, data.toString(), "in use");
      }
      LiveClient client = first.client();
      client.deploy("slow", SLOW);
      client.invoke("slow", "{}");
      CompletableFuture<HttpResponse<String>> running = client.begin("slow", "{\"s\":2}");
      await("running call", () -> client.get("/v1/nodes").body(), t -> t.contains("\"busy\":1"));
      List<ProcessHandle> sandboxes = first.descendants();
      long signalNs = System.nanoTime();
      first.terminate();
      assertThat(running.join().statusCode()).isEqualTo(200);
      assertThat(first.exitCode()).isZero();
      assertThat((System.nanoTime() - signalNs) / 1e9).isLessThan(10);
      await(
          "end of the sandboxes",
          () -> sandboxes.stream().filter(ProcessHandle::isAlive).count(),
          alive -> alive == 0);
    }
    isServedAgain();
  }

  /// The call that ran at the signal is in the ledger, settled.
  private void isServedAgain() {
    try (LiveServer again = new LiveServer(data)) {
      assertThat(again.client().invoke("slow", "{}").statusCode()).isEqualTo(200);
      String ledger = again.client().get("/v1/ledger?function=slow").body();
      assertThat(ledger).contains("settled");
      assertThat(LiveClient.json(ledger).get("entries").size()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void endsWithOneLineIfTheJournalIsOfANewerRelease() throws SQLException {
    try (LiveServer server = new LiveServer(data)) {
      server.client().deploy("kept", SLOW);
    }
    try (Connection journal = DriverManager.getConnection("jdbc:sqlite:" + data + "/journal.db");
        Statement statement = journal.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }
    try (ChildPlatform child = ChildPlatform.start("--port", "0", "--data", data.toString())) {
      isOneLine(child, "version 99", "start the release that wrote it");
    }
  }

  @Test
  void explainsAfterARestartWhatWasDecidedBefore() {
    var _ = Needs.python();
    String decision;
    String before;
    try (LiveServer server = new LiveServer(data)) {
      server.client().deploy("kept", SLOW);
      decision =
          server.client().entry(server.client().invoke("kept", "{}")).get("decisionId").asText();
      before = server.client().get("/v1/decisions/" + decision).body();
      assertThat(LiveClient.json(before).at("/chosen/0/outcome").asText()).isEqualTo("accepted");
    }
    try (LiveServer again = new LiveServer(data)) {
      assertThat(again.client().get("/v1/decisions/" + decision).body()).isEqualTo(before);
    }
  }

  @Test
  void endsWithOneLineIfTheJournalIsDamagedInTheMiddle() throws SQLException {
    try (LiveServer server = new LiveServer(data)) {
      server.client().deploy("kept", SLOW);
      server.client().deploy("later", SLOW);
    }
    try (Connection journal = DriverManager.getConnection("jdbc:sqlite:" + data + "/journal.db");
        Statement statement = journal.createStatement()) {
      statement.execute("UPDATE journal SET payload = x'00' WHERE offset = 1");
    }
    try (ChildPlatform child = ChildPlatform.start("--port", "0", "--data", data.toString())) {
      isOneLine(child, "record 1", "DELETE FROM journal WHERE offset >= 1");
    }
  }

  @Test
  void cutsOffACommitThatWasTornByAKillAndKeepsWhatWasAcknowledged() throws IOException {
    var _ = Needs.python();
    try (ChildPlatform child = ChildPlatform.up(data)) {
      child.client().deploy("kept", SLOW);
      child.kill();
    }
    tear(data.resolve("journal.db-wal"));
    try (LiveServer again = new LiveServer(data)) {
      assertThat(again.reports()).anyMatch(line -> line.contains("torn commit"));
      assertThat(again.client().invoke("kept", "{}").statusCode()).isEqualTo(200);
    }
  }

  /// Adds a commit to SQLite's log that does not fit its checksum, as half a write leaves it.
  private static void tear(Path log) throws IOException {
    byte[] bytes = Files.readAllBytes(log);
    byte[] frame = Arrays.copyOfRange(bytes, bytes.length - WAL_FRAME_BYTES, bytes.length);
    frame[WAL_FRAME_BYTES - 1] ^= 1;
    Files.write(log, frame, StandardOpenOption.APPEND);
  }

  @Test
  void cutsOffTornTailsAndKeepsWhatWasAcknowledged() throws IOException {
    var _ = Needs.python();
    try (LiveServer server = new LiveServer(data)) {
      server.client().deploy("kept", SLOW);
      server.client().entry(server.client().invoke("kept", "{}"));
    }
    Files.write(data.resolve("journal.db-wal"), "torn".getBytes(StandardCharsets.UTF_8));
    try (var files = Files.walk(data.resolve("nodes"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".seg")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        byte[] torn = Arrays.copyOf(bytes, bytes.length + 11);
        Files.write(file, torn);
      }
    }
    try (LiveServer again = new LiveServer(data)) {
      assertThat(again.reports()).isNotEmpty().anyMatch(line -> line.contains("cut off"));
      assertThat(again.client().invoke("kept", "{}").statusCode()).isEqualTo(200);
      assertThat(again.client().ledger("?function=kept").get("entries")).isNotEmpty();
    }
  }

  private static void isOneLine(ChildPlatform child, String... parts) {
    assertThat(child.exitCode()).isEqualTo(1);
    assertThat(child.lines()).singleElement().asString().contains(parts);
  }
}
