package dev.perigee.checks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/// Under which licences the libraries are that are shipped, as their own project files say. Only
/// what goes with Apache-2.0 may be shipped; of several licences one is enough.
final class Licences {
  private static final Pattern ALLOWED =
      Pattern.compile(
          "(?i).*(apache|\\bMIT\\b|\\bBSD\\b|BSD-|\\bISC\\b|CC0|public domain|EDL|"
              + "Eclipse Distribution).*");
  private static final Pattern REFUSED = Pattern.compile("(?i).*(GPL|General Public|AGPL|SSPL).*");

  private Licences() {}

  /// What is wrong with shipping this library, if anything.
  static Optional<String> problem(String artefact, List<String> licences) {
    if (licences.stream()
        .anyMatch(l -> ALLOWED.matcher(l).matches() && !REFUSED.matcher(l).matches())) {
      return Optional.empty();
    }
    return Optional.of(
        artefact
            + " is under "
            + (licences.isEmpty() ? "no licence that its project file names" : licences)
            + ", which may not be shipped with Apache-2.0; remedy: use another library, or only in"
            + " tests (scope test)");
  }

  /// The licences of the jar, from the project file beside it or from that one's parents.
  static List<String> of(Path jar) {
    return ofPom(pomBeside(jar), 0);
  }

  private static Path pomBeside(Path jar) {
    Path version = above(jar, 1).getFileName();
    Path artefact = above(jar, 2).getFileName();
    Path pom = jar.resolveSibling(artefact + "-" + version + ".pom");
    if (!Files.exists(pom)) {
      throw new IllegalStateException("no project file of " + jar + " at " + pom);
    }
    return pom;
  }

  private static List<String> ofPom(Path pom, int depth) {
    Element project = Poms.parse(pom);
    List<String> own =
        Poms.children(project, "licenses").stream()
            .flatMap(all -> Poms.children(all, "license").stream())
            .flatMap(one -> Poms.children(one, "name").stream())
            .map(licence -> licence.getTextContent().strip())
            .toList();
    List<Element> parents = Poms.children(project, "parent");
    if (!own.isEmpty() || parents.isEmpty() || depth > 10) {
      return own;
    }
    Path parent = parentPom(pom, project, parents.getFirst());
    return Files.exists(parent) ? ofPom(parent, depth + 1) : own;
  }

  private static Path parentPom(Path pom, Element project, Element parent) {
    String group = text(project, "groupId").orElseGet(() -> text(parent, "groupId").orElseThrow());
    Path root = above(pom, 3 + group.split("\\.", -1).length);
    String artefact = text(parent, "artifactId").orElseThrow();
    String version = text(parent, "version").orElseThrow();
    return root.resolve(text(parent, "groupId").orElseThrow().replace('.', '/'))
        .resolve(artefact)
        .resolve(version)
        .resolve(artefact + "-" + version + ".pom");
  }

  private static Optional<String> text(Element parent, String name) {
    return Poms.children(parent, name).stream().map(e -> e.getTextContent().strip()).findFirst();
  }

  private static Path above(Path file, int levels) {
    Path at = file;
    for (int i = 0; i < levels; i++) {
      at = Objects.requireNonNull(at.getParent(), "not in a Maven repository");
    }
    return at;
  }
}
