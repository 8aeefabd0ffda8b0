package dev.perigee.bench.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {
  private static final String ENTRY =
      """
      {"entries":[
      {"invocationId":"a","outcome":"ok","durationMs":5.831342,"memoryMb":128,"cpuJ":0.002768,\
      "memoryJ":0.000286,"gpuJ":0,"networkJ":0,"idleJ":0.000324,"platformJ":0.002991,\
      "energyJ":0.006369,"state":"settled","intensityGramsPerKwh":481.5,"pue":1.135,\
      "operationGrams":0.000000967,"transmissionGrams":0,"embodiedGrams":0.000000056,\
      "carbonGrams":0.000001023,"invocationUsd":0.0000002,"computeUsd":0.0000000125,\
      "transferUsd":0,"stateUsd":0,"servicesUsd":0,"costUsd":0.0000002125}
      ],"nodes":[
      {"node":"edge-1","energyJ":2.006369,"attributedJ":0.006369,"unattributedJ":2}
      ]}
      """;

  @Test
  void acceptsLedgerThatAddsUp() {
    LedgerCheck.Verdict verdict = check(ENTRY);
    assertThat(verdict.faults()).isEmpty();
    assertThat(verdict.okCount()).isEqualTo(1);
    assertThat(verdict.openCount()).isZero();
  }

  @Test
  void noticesEnergyThatIsNotTheSumOfItsParts() {
    assertThat(check(ENTRY.replace("\"cpuJ\":0.002768", "\"cpuJ\":0.002769")).faults())
        .containsExactly("energyJ of a is 0.006369, should be 0.006370");
  }

  @Test
  void noticesWrongPrice() {
    assertThat(
            check(ENTRY.replace("0.0000000125", "0.0000000145").replace("2125", "2145")).faults())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("computeUsd of a is");
  }

  @Test
  void noticesEnergyOfNodeThatNobodyHas() {
    assertThat(check(ENTRY.replace("\"unattributedJ\":2", "\"unattributedJ\":1.999")).holds())
        .isFalse();
  }

  @Test
  void noticesEntryThatIsMissing() {
    String without = ENTRY.replaceAll("(?s)\\{\"invocationId\".*?\\}\n", "");
    assertThat(check(without).faults()).hasSize(1).first().asString().contains("settled");
  }

  private static LedgerCheck.Verdict check(String json) {
    return LedgerCheck.of(new ByteArrayInputStream(json.getBytes(UTF_8)));
  }
}
