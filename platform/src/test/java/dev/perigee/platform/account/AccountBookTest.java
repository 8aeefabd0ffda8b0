package dev.perigee.platform.account;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalOptions;
import dev.perigee.fabric.journal.SqliteJournal;
import dev.perigee.platform.access.AccessException;
import dev.perigee.platform.access.ApiKey;
import dev.perigee.platform.access.AuthMode;
import dev.perigee.platform.access.KeyFile;
import dev.perigee.platform.access.Role;
import dev.perigee.platform.control.Accounts.KeyRequest;
import dev.perigee.platform.control.Accounts.NewKey;
import dev.perigee.platform.control.Accounts.Tenant;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.Quota;
import dev.perigee.world.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountBookTest {
  private static final Quota SMALL = new Quota(1, 2, 3, 4);

  @TempDir Path folder;
  private long utcNs = 1_000;

  private final Clock clock =
      new Clock() {
        @Override
        public long utcNs() {
          return utcNs;
        }

        @Override
        public long monoNs() {
          return 0;
        }
      };

  private interface Work {
    void with(AccountBook book) throws IOException;
  }

  private void open(AuthMode mode, Work work) throws IOException {
    try (Journal journal = SqliteJournal.open(folder, JournalOptions.of("test"), line -> {})) {
      work.with(
          new AccountBook(
              journal,
              new KeyFile(folder.resolve("secrets.key")).open(),
              clock,
              mode,
              tenant -> tenant.equals("busy")));
    }
  }

  private static KeyRequest request(String tenant, Role role, OptionalLong expires) {
    return new KeyRequest(tenant, role, new TreeSet<>(List.of("f")), Optional.empty(), expires);
  }

  @Test
  void keysOpenForTheirTenantAlsoAfterARestartUntilTheyAreRevoked() throws IOException {
    NewKey[] made = new NewKey[1];
    open(
        AuthMode.SIGV4,
        book -> {
          assertThat(book.put(new Tenant("red", SMALL))).isTrue();
          made[0] = book.create(request("red", Role.INVOKER, OptionalLong.empty()));
        });
    open(
        AuthMode.SIGV4,
        book -> {
          var credential = book.find(made[0].key().id()).orElseThrow();
          assertThat(credential.secretKey()).isEqualTo(made[0].secret());
          assertThat(credential.caller().tenant()).isEqualTo("red");
          assertThat(credential.caller().role()).isEqualTo(Role.INVOKER);
          assertThat(credential.caller().functions()).containsExactly("f");
          assertThat(book.quota("red")).isEqualTo(SMALL);
          assertThat(book.revoke("blue", made[0].key().id())).isFalse();
          assertThat(book.revoke("red", made[0].key().id())).isTrue();
          assertThat(book.find(made[0].key().id())).isEmpty();
        });
    open(AuthMode.SIGV4, book -> assertThat(book.keys("red")).isEmpty());
  }

  @Test
  void anApiKeyIsKeptAsItsHash() throws IOException {
    open(
        AuthMode.KEYS,
        book -> {
          NewKey made = book.create(request("default", Role.VIEWER, OptionalLong.empty()));
          assertThat(made.isPair()).isFalse();
          assertThat(book.holder(ApiKey.hash(made.secret())).orElseThrow().keyId())
              .isEqualTo(made.key().id());
          assertThat(book.holder(ApiKey.hash("another"))).isEmpty();
          assertThat(everythingIn(folder)).doesNotContain(made.secret());
        });
  }

  @Test
  void noSecretLiesInTheDataFolderInTheClear() throws IOException {
    open(
        AuthMode.SIGV4,
        book -> {
          NewKey made = book.create(request("default", Role.ADMIN, OptionalLong.empty()));
          assertThat(everythingIn(folder)).doesNotContain(made.secret());
          assertThat(made.toString()).doesNotContain(made.secret());
        });
  }

  private static String everythingIn(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Test
  void aKeyEndsWhenItsTimeIsOver() throws IOException {
    open(
        AuthMode.SIGV4,
        book -> {
          NewKey made = book.create(request("default", Role.ADMIN, OptionalLong.of(2_000)));
          assertThat(book.find(made.key().id())).isPresent();
          utcNs = 2_000;
          assertThatThrownBy(() -> book.find(made.key().id()))
              .isInstanceOfSatisfying(
                  AccessException.class,
                  refused -> assertThat(refused.type()).isEqualTo("ExpiredTokenException"));
          assertThatThrownBy(
                  () -> book.create(request("default", Role.ADMIN, OptionalLong.of(1_500))))
              .isInstanceOf(ControlException.class);
        });
  }

  @Test
  void aTenantGoesWithItsKeysButNotWithItsFunctions() throws IOException {
    open(
        AuthMode.SIGV4,
        book -> {
          assertThat(book.put(new Tenant("red", Quota.NONE))).isTrue();
          assertThat(book.put(new Tenant("red", SMALL))).isFalse();
          assertThat(book.put(new Tenant("busy", Quota.NONE))).isTrue();
          NewKey made = book.create(request("red", Role.ADMIN, OptionalLong.empty()));
          book.delete("red");
          assertThat(book.find(made.key().id())).isEmpty();
          assertThatThrownBy(() -> book.delete("busy")).hasMessageContaining("has functions");
          assertThatThrownBy(() -> book.delete("red")).hasMessageContaining("no tenant 'red'");
          assertThatThrownBy(() -> book.delete("default")).hasMessageContaining("stays");
          assertThatThrownBy(() -> book.put(new Tenant("perigee", Quota.NONE)))
              .hasMessageContaining("can't be named");
          assertThatThrownBy(() -> book.create(request("nobody", Role.ADMIN, OptionalLong.empty())))
              .hasMessageContaining("no tenant 'nobody'");
        });
  }

  @Test
  void secretsAreSealedAnewAfterARotation() throws IOException {
    NewKey[] made = new NewKey[1];
    open(
        AuthMode.SIGV4,
        book -> made[0] = book.create(request("default", Role.ADMIN, OptionalLong.empty())));
    var _ = new KeyFile(folder.resolve("secrets.key")).rotate();
    open(
        AuthMode.SIGV4,
        book -> {
          assertThat(book.reseal()).isEqualTo(1);
          assertThat(book.reseal()).isZero();
          assertThat(book.find(made[0].key().id()).orElseThrow().secretKey())
              .isEqualTo(made[0].secret());
        });
  }
}
