package dev.perigee.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class DashboardTest {
  private static final Pattern REFERENCE =
      Pattern.compile("\"(?:/dashboard/|\\./)([A-Za-z.-]+\\.(?:js|css|svg))\"");
  private static final Pattern MARKUP =
      Pattern.compile(
          "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|Function\\(");

  private final Dashboard dashboard = Dashboard.load();

  @Test
  void servesEveryFileThatAFileRefersTo() {
    Set<String> seen = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(Dashboard.INDEX));
    while (!open.isEmpty()) {
      String name = open.remove();
      if (seen.add(name)) {
        assertThat(dashboard.find(name)).as(name).isPresent();
        REFERENCE.matcher(text(name)).results().map(found -> found.group(1)).forEach(open::add);
      }
    }
    assertThat(seen).contains("main.js", "style.css", "uPlot.esm.js", "uPlot.min.css").hasSize(36);
  }

  @Test
  void servesNothingElse() {
    assertThat(dashboard.find("Dashboard.class")).isEmpty();
    assertThat(dashboard.find("../dashboard/index.html")).isEmpty();
    assertThat(dashboard.find("")).isEmpty();
  }

  @Test
  void namesContentTypesAndTags() {
    assertThat(dashboard.find("main.js").orElseThrow().contentType())
        .isEqualTo("text/javascript; charset=utf-8");
    assertThat(dashboard.find("icon.svg").orElseThrow().contentType()).isEqualTo("image/svg+xml");
    assertThat(dashboard.find("main.js").orElseThrow().tag())
        .matches("\"[0-9a-f]+-[0-9a-f]{8}\"")
        .isNotEqualTo(dashboard.find("dom.js").orElseThrow().tag());
  }

  @Test
  void loadsNothingFromElsewhereAndHasNoInlineCode() {
    assertThat(text(Dashboard.INDEX))
        .doesNotContainPattern("(src|href)=\"(https?:)?//")
        .doesNotContainPattern("<script(?![^>]* src=)")
        .doesNotContainPattern(" on[a-z]+=")
        .doesNotContain("<style", " style=");
  }

  @Test
  void neverReadsTextAsMarkup() {
    assertThat(List.of("dom.js", "table.js", "details.js", "functions.js", "invocations.js"))
        .allSatisfy(name -> assertThat(text(name)).doesNotContainPattern(MARKUP));
  }

  private String text(String name) {
    return new String(dashboard.find(name).orElseThrow().bytes(), UTF_8);
  }
}
