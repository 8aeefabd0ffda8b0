package dev.perigee.platform.image;

import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an image is asked for by: `NAME`, `NAME:TAG`, `NAME@sha256:..` or `sha256:..`. Names are
/// those of Docker, so that an address of a registry is one too.
///
/// @param name with its tag; empty if there is only a digest
/// @param sha256 empty if there is only a name
record ImageReference(String name, String sha256) {
  private static final Pattern DIGEST = Pattern.compile("(?:(.*)@)?sha256:([0-9a-f]{64})");
  private static final Pattern NAME =
      Pattern.compile(
          "([a-zA-Z0-9][a-zA-Z0-9._:/-]{0,190}?)(?::([a-zA-Z0-9_][a-zA-Z0-9._-]{0,63}))?");
  private static final String TAG_DEFAULT = "latest";

  static ImageReference of(String text) {
    Matcher digest = DIGEST.matcher(text);
    if (digest.matches()) {
      return new ImageReference("", digest.group(2));
    }
    Matcher name = NAME.matcher(text);
    if (!name.matches()) {
      throw new ControlException(
          Kind.INVALID,
          List.of(
              "image '"
                  + text
                  + "': an image is NAME, NAME:TAG or sha256:<64 hexadecimal digits>, with letters,"
                  + " digits, and . _ - / in the name"));
    }
    String tag = name.group(2);
    return new ImageReference(name.group(1) + ":" + (tag == null ? TAG_DEFAULT : tag), "");
  }
}
