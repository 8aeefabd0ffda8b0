package dev.perigee.platform.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UseReaderTest {
  @Test
  void findsWhatPythonNamesUnderWhateverNameTheModuleHas() {
    assertThat(
            found(
                "a.py",
                """
                import perigee
                import perigee as p
                from perigee import queue, table as t
                work = perigee.queue("work")   # perigee.queue("comment")
                p.bucket('photos').put('x', b'')
                queue('direct'); t("prices")
                text = \"""perigee.queue("string")\"""
                @perigee.cron("rate(5 minutes)")
                def handler(event, context):
                    other.queue("not ours")
                """))
        .containsExactly(
            "queue work a.py:4",
            "bucket photos a.py:5",
            "queue direct a.py:6",
            "table prices a.py:6",
            "cron rate(5 minutes) a.py:8");
  }

  @Test
  void findsWhatJavaScriptNamesAndNothingInCommentsStringsAndPatterns() {
    assertThat(
            found(
                "a.js",
                """
                const perigee = require('perigee');
                const { queue, table: t } = require("perigee");
                // perigee.queue('comment')
                /* perigee.queue('comment') */
                const s = "perigee.queue('string')", r = /perigee.queue('x')["/]/g, h = a / b;
                perigee.topic(`news`).publish(1);
                queue('direct'); t('prices');
                exports.handler = () => globalThis.perigee.bucket('photos', 1);
                """))
        .containsExactly(
            "topic news a.js:6",
            "queue direct a.js:7",
            "table prices a.js:7",
            "bucket photos a.js:8");
  }

  @Test
  void aNameThatIsMadeWhenTheFunctionRunsIsReportedWithItsPlace() {
    for (String source :
        List.of(
            "import perigee\nperigee.queue(name)",
            "import perigee\nperigee.queue(f'x{name}')",
            "import perigee\nperigee.queue('a' + name)")) {
      assertThat(UseReader.read("a.py", source))
          .containsExactly(new Use("queue", "", "a.py:2", false, false));
    }
    assertThat(UseReader.read("a.js", "perigee.queue(`x${name}`)"))
        .containsExactly(new Use("queue", "", "a.js:1", false, false));
  }

  @Test
  void seesWhatIsWritten() {
    String source =
        """
        import perigee
        seen = perigee.table("seen")
        out = perigee.bucket("out")
        def handler(event, context):
            out.put(event["key"], seen.get("x"))
            perigee.topic("news").publish(1)
            return perigee.queue("tasks").receive()
        """;
    assertThat(UseReader.read("a.py", source))
        .filteredOn(Use::isWritten)
        .extracting(Use::name)
        .containsExactly("out", "news");
  }

  @Test
  void readsWhatIsBrokenToItsEnd() {
    for (String source :
        List.of(
            "perigee.queue('",
            "perigee.queue(",
            "perigee.",
            "/* perigee",
            "perigee /",
            "`${perigee")) {
      assertThat(UseReader.read("a.js", source)).allMatch(use -> !use.name().contains("\n"));
      assertThat(UseReader.read("a.py", source)).allMatch(use -> !use.name().contains("\n"));
    }
  }

  private static List<String> found(String file, String source) {
    return UseReader.read(file, source).stream()
        .map(use -> use.kind() + " " + use.name() + " " + use.place())
        .toList();
  }
}
