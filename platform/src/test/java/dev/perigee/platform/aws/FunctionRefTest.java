package dev.perigee.platform.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class FunctionRefTest {

  @Test
  void readsEveryForm() {
    assertThat(read("f")).isEqualTo("f at nothing");
    assertThat(read("f:7")).isEqualTo("f at 7");
    assertThat(read("f:$LATEST")).isEqualTo("f at $LATEST");
    assertThat(read("000000000000:function:f:prod")).isEqualTo("f at prod");
    assertThat(read("function:f")).isEqualTo("f at nothing");
    assertThat(read("arn:aws:lambda:us-east-1:000000000000:function:f")).isEqualTo("f at nothing");
    assertThat(read("arn:aws-us-gov:lambda:us-gov-west-1:000000000000:function:f:1"))
        .isEqualTo("f at 1");
  }

  @Test
  void refusesWhatIsNoName() {
    for (String text : new String[] {"", "a b", "f%3A1", "../f", "f:1:2", "x".repeat(65)}) {
      assertThatThrownBy(() -> read(text)).as(text).isInstanceOf(AwsException.class);
    }
  }

  @Test
  void refusesTwoQualifiersThatDiffer() {
    assertThatThrownBy(() -> FunctionRef.of("default", "us-east-1", "f:1", Optional.of("2")))
        .hasMessageContaining("does not match the specified qualifier");
    assertThat(FunctionRef.of("default", "us-east-1", "f:1", Optional.of("1")).askedArn())
        .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:f:1");
  }

  private static String read(String text) {
    FunctionRef function = FunctionRef.of("default", "us-east-1", text, Optional.empty());
    return function.name().name() + " at " + function.qualifier().orElse("nothing");
  }
}
