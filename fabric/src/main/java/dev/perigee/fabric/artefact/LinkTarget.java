package dev.perigee.fabric.artefact;

/// Where a symbolic link may lead: nowhere outside of the folder.
final class LinkTarget {
  private LinkTarget() {}

  /// Counts how deep each step is; the folder itself has depth 0. Since a link's way could lead
  /// over another link, `..` is only allowed before the first name.
  static void check(String link, String to) {
    if (to.isEmpty() || to.startsWith("/") || to.indexOf('\0') >= 0) {
      throw EntryChecks.refused(link, "it is a link to '%s', which is absolute".formatted(to));
    }
    int depth = (int) link.chars().filter(c -> c == '/').count();
    boolean named = false;
    for (String part : to.split("/", -1)) {
      if (part.equals("..")) {
        depth--;
        if (named) {
          throw EntryChecks.refused(
              link, "it is a link to '%s', with a '..' behind a name".formatted(to));
        }
      } else {
        named = named || !(part.isEmpty() || part.equals("."));
      }
      if (depth < 0) {
        throw EntryChecks.refused(
            link, "it is a link to '%s', which leaves the folder".formatted(to));
      }
    }
  }
}
