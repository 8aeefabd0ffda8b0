package dev.perigee.checks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Links of a Markdown document to files and headings of the same checkout.
final class Links {
  private static final Pattern LINK = Pattern.compile("(?<!`)\\[[^]\\[]*]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```");

  private Links() {}

  /// One line per link that leads nowhere.
  static List<String> broken(Path document) {
    List<String> broken = new ArrayList<>();
    Matcher links = LINK.matcher(FENCE.matcher(Repository.text(document)).replaceAll(""));
    while (links.find()) {
      String link = links.group(1);
      if (!link.matches("[a-z]+:.*") && !resolves(document, link)) {
        broken.add(document.getFileName() + ": " + link);
      }
    }
    return broken;
  }

  private static boolean resolves(Path document, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? document : document.resolveSibling(file).normalize();
    return Files.exists(target)
        && (hash < 0 || anchors(Repository.text(target)).contains(link.substring(hash + 1)));
  }

  private static List<String> anchors(String text) {
    return HEADING
        .matcher(text)
        .results()
        .map(heading -> heading.group(1).strip().toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }
}
