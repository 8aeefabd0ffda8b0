package dev.perigee.runtime.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perigee.model.function.Destination;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermitsTest {
  private static final String PUBLIC = "93.184.215.14";
  private final List<String> lookedUp = new ArrayList<>();

  /// A list, and what every name leads to.
  private Permits permits(List<String> allowed, String... addresses) {
    return new Permits(
        allowed.stream().map(Destination::of).toList(),
        name -> {
          lookedUp.add(name);
          return Stream.of(addresses).map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
        });
  }

  private static String refusal(Permits permits, String host, int port) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> permits.addresses(host, port));
    assertThat(refusal).as(host + ":" + port).isNotNull();
    return refusal.why();
  }

  @Test
  void aListedNameLeadsToItsPublicAddresses() throws Refusal {
    Permits permits = permits(List.of("*.example.org"), PUBLIC, "2606:2800:21f::1");

    assertThat(permits.addresses("api.example.org", 443))
        .containsExactly(InetAddress.ofLiteral(PUBLIC), InetAddress.ofLiteral("2606:2800:21f::1"));
  }

  @Test
  void aNameThatIsNotListedIsNotEvenLookedUp() {
    Permits permits = permits(List.of("example.org", "*.example.net"), PUBLIC);

    assertThat(refusal(permits, "secret.attacker.org", 443)).contains("not in network.allow");
    assertThat(refusal(permits, "example.org", 22)).contains("not in network.allow");
    assertThat(refusal(permits, "sub.example.org", 443)).contains("not in network.allow");
    assertThat(lookedUp).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:0:7f00:1::",
        "2002:7f00:1::",
        "2001:db8::1"
      })
  void aListedNameThatLeadsInwardsIsRefused(String address) {
    Permits permits = permits(List.of("example.org"), address);

    assertThat(refusal(permits, "example.org", 443)).contains("which is not public");
    Permits mixed = permits(List.of("example.org"), PUBLIC, address);
    assertThat(refusal(mixed, "example.org", 443)).contains("which is not public");
  }

  @Test
  void anAddressOfThisMachineIsRefusedWhateverItIs() throws Exception {
    Permits permits = permits(List.of("example.org"), InetAddress.getLocalHost().getHostAddress());

    assertThat(refusal(permits, "example.org", 443)).contains("which is not public");
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "127.0.0.1", "127.1", "2130706433", "::1", PUBLIC})
  void anAddressIsRefusedUnlessItIsListedItself(String address) {
    assertThat(refusal(permits(List.of("*.org", "example.org"), PUBLIC), address, 80))
        .containsAnyOf("not in network.allow", "is no address");
  }

  @Test
  void aListedAddressIsOpenAtItsPort() throws Refusal {
    Permits permits = permits(List.of("127.0.0.1:8080", "example.org:8080"), "127.0.0.1");

    assertThat(permits.addresses("127.0.0.1", 8080)).hasSize(1);
    assertThat(permits.addresses("example.org", 8080)).hasSize(1);
    assertThat(refusal(permits, "127.0.0.1", 8081)).contains("not in network.allow");
  }
}
