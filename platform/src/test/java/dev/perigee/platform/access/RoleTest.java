package dev.perigee.platform.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RoleTest {

  @Test
  void rolesMayWhatTheTableSays() {
    String table =
        Arrays.stream(Role.values())
            .map(role ->
                role.text()
                    + Arrays.stream(Right.values())
                        .map(right -> role.may(right) ? " +" : " -")
                        .collect(Collectors.joining()))
            .collect(Collectors.joining("\n"));
    assertThat(table)
        .isEqualTo(
            """
            viewer + - - - -
            invoker - + - - -
            developer + + + - -
            operator + + + + -
            admin + + + + +\
            """);
  }
}
