package dev.perigee.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class LicencesTest {
  private static final int LIBRARY_COUNT_MIN = 40;

  @Test
  void shippedLibrariesGoWithOurLicence() {
    Map<String, Optional<String>> problems = new TreeMap<>();
    Shipped.libraries()
        .forEach((jar, library) ->
            problems.put(
                jar,
                library.isPresent()
                    ? Licences.problem(jar, Licences.of(library.get()))
                    : Optional.of(jar + " is shipped by cli, but checks does not see it")));
    assertThat(problems).as("libraries seen").hasSizeGreaterThanOrEqualTo(LIBRARY_COUNT_MIN);
    assertThat(problems.values().stream().flatMap(Optional::stream)).isEmpty();
  }

  @Test
  void refusesCopyleft() {
    for (String licence :
        List.of("GNU General Public License, version 2", "LGPL-2.1-or-later", "AGPL-3.0")) {
      assertThat(Licences.problem("some:library:1.0", List.of(licence)))
          .hasValueSatisfying(
              p -> assertThat(p).contains("some:library:1.0", licence, "use another library"));
    }
  }

  @Test
  void acceptsOneOfSeveralLicences() {
    assertThat(Licences.problem("a:b:1", List.of("GPL-2.0", "Apache-2.0"))).isEmpty();
  }

  @Test
  void refusesALibraryThatNamesNoLicence() {
    assertThat(Licences.problem("a:b:1", List.of())).isPresent();
  }
}
