package dev.perigee.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each fault is found on a tree of files that has it, and only there.
final class ChecksTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  @TempDir private Path root;
  private SystemChecks system = new SystemChecks(Path.of("/"));
  private Path data = Path.of("/");

  @BeforeEach
  void open() throws IOException {
    system = new SystemChecks(root);
    data = Files.createDirectories(root.resolve("data"));
  }

  private void file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  private FolderChecks folder() {
    return new FolderChecks(data, root);
  }

  private static void isFault(Check check, String... words) {
    assertThat(check.present()).as(check.detail()).isFalse();
    assertThat(check.isFatal()).isFalse();
    assertThat(check.detail()).contains(words);
  }

  private static void isFatal(Check check, String... words) {
    assertThat(check.isFatal()).as(check.detail()).isTrue();
    assertThat(check.detail()).contains(words);
  }

  private static void isGood(Check check) {
    assertThat(check.present()).as(check.detail()).isTrue();
  }

  @Test
  void findsAClockThatIsWrongOrLeftAlone() throws IOException {
    isFatal(system.clock(Instant.parse("1970-01-02T00:00:00Z")), "set it");
    isGood(system.clock(NOW));
    isFault(system.timeKeeper(), "set-ntp");
    file("run/systemd/timesync/synchronized", "");
    isGood(system.timeKeeper());
    Path journal = Files.writeString(data.resolve("journal.db"), "");
    Files.setLastModifiedTime(journal, FileTime.from(NOW.plusSeconds(60)));
    isFault(folder().clockWentBack(NOW), "went back");
    isGood(folder().clockWentBack(NOW.plusSeconds(61)));
  }

  @Test
  void findsLowLimits() throws IOException {
    isFault(system.openFiles(), "can't be read");
    file("proc/self/limits", "Max processes  unlimited unlimited\nMax open files  1024 4096 files");
    isFault(system.openFiles(), "at most 1024", "ulimit -n");
    isGood(system.processes());
    file("sys/fs/cgroup/pids.max", "100");
    isFault(system.processes(), "at most 100", "TasksMax");
  }

  @Test
  void findsMissingNamespacesAndControllers() throws IOException {
    isGood(system.userNamespaces());
    file("proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1");
    isFault(system.userNamespaces(), "AppArmor");
    file("proc/sys/user/max_user_namespaces", "0");
    isFault(system.userNamespaces(), "user.max_user_namespaces");
    isFault(system.cgroup(), "mount -t cgroup2");
    Files.createDirectories(root.resolve("sys/fs/cgroup/memory"));
    isFault(system.cgroup(), "version 1 without cpu, pids");
    file("sys/fs/cgroup/cgroup.controllers", "cpu io memory");
    isFault(system.cgroup(), "without pids");
    file("sys/fs/cgroup/cgroup.controllers", "cpu io memory pids");
    isGood(system.cgroup());
  }

  @Test
  void findsMemoryThatIsSetWrong() throws IOException {
    isGood(system.overcommit());
    isGood(system.swap());
    file("proc/sys/vm/overcommit_memory", "2");
    file("proc/meminfo", "MemTotal: 1 kB\nSwapTotal: 2097152 kB");
    file("proc/sys/vm/swappiness", "60");
    isFault(system.overcommit(), "vm.overcommit_memory=0");
    isFault(system.swap(), "2048 MiB");
  }

  @Test
  void findsAPortThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      isFault(system.port(taken.getLocalPort()), "is taken");
    }
    isGood(system.port(0));
  }

  @Test
  void findsAFolderInTheWrongPlace() throws IOException {
    file("proc/self/mounts", "x / ext4 rw\nx " + root + " tmpfs rw");
    isFault(folder().fileSystem(), "tmpfs");
    file("proc/self/mounts", "x / tmpfs rw\nx " + root + " nfs4 rw\nx " + data + "/m proc rw");
    isFatal(folder().fileSystem(), "nfs4");
    isFault(folder().mounts(), "umount " + data + "/m");
    isFatal(folder().space(1 << 20), "1 MiB are free");
    isFault(folder().space(1 << 30), "1024 MiB");
    isGood(folder().space(1L << 40));
  }

  @Test
  void findsAKeyThatOthersMayRead() throws IOException {
    isGood(folder().key());
    Path key = Files.writeString(data.resolve("secrets.key"), "");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    isFatal(folder().key(), "chmod 600");
  }

  @Test
  void tellsTheSizeOfAJournalAndWhoHoldsIt() throws IOException {
    isGood(folder().journal());
    ByteBuffer header = ByteBuffer.allocate(4_096);
    header.putShort(16, (short) 4_096).putInt(28, 7).putInt(36, 1 << 20);
    Files.write(data.resolve("journal.db"), header.array());
    isFault(folder().journal(), "7 pages", "4096 MiB of it free", "restore");
    Files.writeString(data.resolve("journal.lock"), "4711");
    assertThat(folder().lock().detail()).contains("4711", "has ended");
    Files.createDirectories(root.resolve("proc/4711"));
    assertThat(folder().lock().detail()).contains("4711 works on");
  }

  @Test
  void findsACertificateNearItsEnd() {
    Path file = Path.of("server.pem");
    isFatal(CertificateChecks.of(file, NOW, NOW.minusSeconds(1)), "ended at");
    isFault(CertificateChecks.of(file, NOW, NOW.plus(Duration.ofDays(13))), "renew");
    isGood(CertificateChecks.of(file, NOW, NOW.plus(Duration.ofDays(15))));
    isFatal(CertificateChecks.of(root.resolve("none.pem"), NOW), "can't be read");
  }
}
