package dev.perigee.platform.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import org.junit.jupiter.api.Test;

class NatsCredentialsTest {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  /// As NATS writes it: whose it is, the seed, a check sum.
  private static String seed(KeyPair pair) {
    byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    byte[] all = ByteBuffer.allocate(36).put((byte) 0x95).put((byte) 0x00).put(seed).array();
    BigInteger number = new BigInteger(1, all).shiftLeft(2);
    StringBuilder text = new StringBuilder();
    for (int i = 57; i >= 0; i--) {
      text.append(BASE32.charAt(number.shiftRight(5 * i).intValue() & 31));
    }
    return text.toString();
  }

  private static String file(String seed) {
    return """
    -----BEGIN NATS USER JWT-----
    eyJ0.eyJq.a-_b
    ------END NATS USER JWT------

    ************************* IMPORTANT *************************

    -----BEGIN USER NKEY SEED-----
    %s
    ------END USER NKEY SEED------
    """
        .formatted(seed);
  }

  @Test
  void theSeedOfACredentialsFileSignsWhatTheServerDrew() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    NatsCredentials credentials = NatsCredentials.read(file(seed(pair))).orElseThrow();
    byte[] nonce = "drawn".getBytes(UTF_8);
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(pair.getPublic());
    verifier.update(nonce);
    assertThat(verifier.verify(credentials.sign(nonce))).isTrue();
    assertThat(credentials.token()).isEqualTo("eyJ0.eyJq.a-_b");
  }

  @Test
  void anythingElseIsNoCredentialsFile() {
    assertThat(NatsCredentials.read("")).isEmpty();
    assertThat(NatsCredentials.read(file("SUABC"))).isEmpty();
    assertThat(NatsCredentials.read(file("S" + "A".repeat(57)))).isEmpty();
  }
}
