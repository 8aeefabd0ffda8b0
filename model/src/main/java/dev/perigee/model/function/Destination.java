package dev.perigee.model.function;

import dev.perigee.model.ModelException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a function may connect to.
///
/// @param host a name, `*.` before a name for all names below it, or an address
/// @param port 0: those of the web, 80 and 443
public record Destination(String host, int port) {
  public static final String FORM =
      "a name, *.NAME or an address, with a port behind a colon if it is not 80 or 443";

  private static final int PORT_MAX = 65_535;
  private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?";

  /// The last label of a name begins with a letter: all that could be read as a number is an
  /// address.
  private static final Pattern NAME =
      Pattern.compile("(\\*\\.)?(" + LABEL + "\\.)*(?=[a-z])" + LABEL);

  private static final Pattern V4 =
      Pattern.compile(
          "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}");

  private static final String V6_GROUPS =
      "(([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}"
          + "|(?!.*::.*::)([0-9a-f]{1,4}(:[0-9a-f]{1,4})*)?::([0-9a-f]{1,4}(:[0-9a-f]{1,4})*)?)";

  /// Eight groups, or fewer around one `::` (RFC 4291), without dots.
  private static final Pattern V6 =
      Pattern.compile("(?=([0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}$)" + V6_GROUPS);

  private static final Pattern TEXT =
      Pattern.compile("(\\[([^\\]]*:[^\\]]*)]|([^:]+))(:([0-9]{1,5}))?");

  public Destination {
    ModelException.require(port >= 0 && port <= PORT_MAX, "port in 0..65535", port);
    ModelException.require(
        host.length() <= 255 && (NAME.matcher(host).matches() || isAddress(host)),
        "a destination is " + FORM,
        host);
  }

  /// Reads `example.org`, `*.example.org:8443`, `192.0.2.7:5000` or `[2001:db8::7]:5000`.
  ///
  /// @throws ModelException if it is nothing of that kind
  public static Destination of(String text) {
    Matcher parts = TEXT.matcher(text.toLowerCase(Locale.ROOT));
    ModelException.require(parts.matches(), "a destination is " + FORM, text);
    String host = parts.group(2) == null ? parts.group(3) : parts.group(2);
    return new Destination(host, parts.group(5) == null ? 0 : Integer.parseInt(parts.group(5)));
  }

  /// Whether a text that may be none names an address.
  public static boolean isWrittenAsAddress(String text) {
    try {
      return of(text).isAddress();
    } catch (ModelException e) {
      return false;
    }
  }

  private static boolean isAddress(String host) {
    return V4.matcher(host).matches() || V6.matcher(host).matches();
  }

  /// Whether it is an address and no name.
  public boolean isAddress() {
    return isAddress(host);
  }

  public boolean takesPort(int other) {
    return port == 0 ? other == 80 || other == 443 : other == port;
  }

  /// @param name in lower case, without a dot at its end
  public boolean takesName(String name) {
    return host.startsWith("*.") ? name.endsWith(host.substring(1)) : name.equals(host);
  }

  /// As it is written in requests.
  public String text() {
    String written = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == 0 ? written : written + ":" + port;
  }
}
