package dev.perigee.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Needs;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A data folder as an earlier release left it.
class UpgradeLiveTest {
  private static final String ACKED = "93e97acb-1f53-45d8-9c15-6df4c70f1939";
  private static final String DEAD = "6590a4be-9137-4f18-bde0-88cd18262a5c";

  @TempDir private Path folder;

  @Test
  void everythingThatAnEarlierReleaseKeptIsThereAndWorks() throws Exception {
    Needs.python();
    Path data = unpacked("data-folder-with-journal-1.zip");
    for (int start = 1; start <= 2; start++) {
      try (LiveServer server = new LiveServer(data)) {
        LiveClient client = server.client();
        LiveClient.await("readiness", client::isReady, ready -> ready);
        String path = "/2015-03-31/functions/kept:live/invocations";
        assertThat(client.send("POST", path, BodyPublishers.ofString("{\"n\": 3}")).body())
            .isEqualTo("{\"said\": \"secret\", \"n\": 3}");
        assertThat(client.get("/v1/async/" + ACKED).body())
            .contains("\"state\":\"acked\"", "secret");
        assertThat(client.get("/v1/async/" + DEAD).body())
            .contains("\"state\":\"dead\"", "asked to");
        assertThat(client.get("/v1/async/stats").body())
            .contains("\"enqueued\":2", "\"acked\":1", "\"dead\":1");
        assertThat(client.get("/v1/ledger?function=kept").body()).contains(ACKED, DEAD);
        assertThat(client.get("/v1/queues/work").body()).contains("\"count\":1");
        assertThat(client.get("/v1/tables/prices/items/tea").body()).isEqualTo("3.20");
        assertThat(client.get("/v1/triggers/nightly").body()).contains("Europe/Vienna");
        assertThat(client.get("/v1/caps/function/kept").body()).contains("\"invocations\":1000");
      }
    }
  }

  private Path unpacked(String name) throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (InputStream in = UpgradeLiveTest.class.getResourceAsStream(name);
        ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(in, name))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path to = data.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(to);
        } else {
          Files.copy(zip, to);
        }
      }
    }
    Files.setPosixFilePermissions(
        data.resolve("secrets.key"), PosixFilePermissions.fromString("rw-------"));
    return data;
  }
}
