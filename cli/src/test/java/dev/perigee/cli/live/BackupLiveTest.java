package dev.perigee.cli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.cli.backup.BackupException;
import dev.perigee.cli.backup.Restorer;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies of a platform that works meanwhile.
class BackupLiveTest {
  private static final Code ECHO =
      Code.of("app.handle", "def handle(event, context):\n    return event\n");

  @TempDir private Path folder;

  @Test
  void aCopyTakenUnderLoadHasAllThatWasAcknowledgedBeforeAndWorks() throws Exception {
    Needs.python();
    Path archive = folder.resolve("backup.zip");
    List<String> before = new ArrayList<>();
    AtomicBoolean go = new AtomicBoolean(true);
    try (LiveServer server = new LiveServer(folder.resolve("data"))) {
      LiveClient client = server.client();
      client.deploy("echo", ECHO);
      for (int i = 0; i < 200; i++) {
        before.add(LiveClient.requestId(client.invoke("echo", "{}")));
      }
      client.deploy("second", ECHO);
      Thread caller = Thread.ofVirtual().start(() -> load(client, go));
      try (OutputStream out = Files.newOutputStream(archive)) {
        server.backup(out);
      }
      go.set(false);
      caller.join();
    }

    assertThat(new Restorer(archive, folder.resolve("restored")).restore()).isGreaterThan(3);

    try (LiveServer server = new LiveServer(folder.resolve("restored"))) {
      LiveClient client = server.client();
      assertThat(client.invoke("second", "{\"a\":1}").body()).isEqualTo("{\"a\": 1}");
      String ledger = client.get("/v1/ledger?function=echo").body();
      assertThat(before).allSatisfy(id -> assertThat(ledger).contains(id));
    }
  }

  @Test
  void aDamagedOrForeignArchiveAndAFolderInUseAreRefusedAndLeaveNothing() throws Exception {
    Path archive = folder.resolve("backup.zip");
    try (LiveServer server = new LiveServer(folder.resolve("data"));
        OutputStream out = Files.newOutputStream(archive)) {
      server.backup(out);
    }
    byte[] bytes = Files.readAllBytes(archive);
    Path full = folder.resolve("full");
    Files.createDirectories(full.resolve("inner"));
    assertThatThrownBy(() -> new Restorer(archive, full).restore())
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("is not empty: restore into a new one");
    Path cut = Files.write(folder.resolve("cut.zip"), java.util.Arrays.copyOf(bytes, 100));
    assertThatThrownBy(() -> new Restorer(cut, folder.resolve("a")).restore())
        .hasMessageContaining("is no whole zip archive");
    // The journal is by far the largest of what is in it.
    bytes[bytes.length / 2] ^= 1;
    Path damaged = Files.write(folder.resolve("damaged.zip"), bytes);
    assertThatThrownBy(() -> new Restorer(damaged, folder.resolve("b")).restore())
        .isInstanceOf(Exception.class);
    try (var left = Files.list(folder)) {
      assertThat(left.map(each -> String.valueOf(each.getFileName())))
          .doesNotContain("a", "b")
          .noneMatch(name -> name.contains("restoring"));
    }
  }

  private static void load(LiveClient client, AtomicBoolean go) {
    while (go.get()) {
      HttpResponse<String> answer = client.invoke("echo", "{}");
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }
}
