package dev.perigee.runtime.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client of an HTTP proxy asks for (RFC 9110, 9112).
///
/// @param host in lower case
/// @param head what is sent on before all else; empty for a tunnel
record ProxyRequest(String method, String host, int port, Optional<String> head) {
  private static final int HEAD_BYTES_MAX = 16 << 10;
  private static final int HTTP_PORT = 80;

  private static final Pattern LINE = Pattern.compile("([A-Z]{1,20}) ([!-~]+) HTTP/1\\.[01]");
  private static final Pattern ABSOLUTE =
      Pattern.compile("http://([^/?#@]+)([/?][^#]*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[([0-9a-f:.]+)]|([a-z0-9._-]+?)\\.?)(:([0-9]{1,5}))?");

  /// For the next hop only, or wrong on the way behind it.
  private static final Set<String> DROPPED =
      Set.of("host", "connection", "proxy-connection", "proxy-authorization", "keep-alive");

  static ProxyRequest read(InputStream in) throws IOException, Refusal {
    List<String> lines = head(in).lines().toList();
    Matcher line = LINE.matcher(lines.isEmpty() ? "" : lines.getFirst());
    if (!line.matches()) {
      throw malformed("no request of HTTP/1.1");
    }
    String method = line.group(1);
    if (method.equals("CONNECT")) {
      return to(method, line.group(2), Optional.empty());
    }
    Matcher absolute = ABSOLUTE.matcher(line.group(2));
    if (!absolute.matches()) {
      throw malformed("this is a proxy: it takes CONNECT HOST:PORT, and METHOD http://HOST/..");
    }
    String path = absolute.group(2) == null ? "/" : absolute.group(2);
    String first = method + " " + (path.startsWith("/") ? path : "/" + path) + " HTTP/1.1";
    return to(
        method,
        absolute.group(1),
        Optional.of(onward(first, absolute.group(1), lines.subList(1, lines.size()))));
  }

  private static ProxyRequest to(String method, String authority, Optional<String> head)
      throws Refusal {
    Matcher parts = AUTHORITY.matcher(authority.toLowerCase(Locale.ROOT));
    if (!parts.matches() || head.isEmpty() && parts.group(5) == null) {
      throw malformed("no HOST:PORT");
    }
    int port = parts.group(5) == null ? HTTP_PORT : Integer.parseInt(parts.group(5));
    if (port < 1 || port > 65_535) {
      throw malformed("no port " + port);
    }
    String host = parts.group(2) == null ? parts.group(3) : parts.group(2);
    return new ProxyRequest(method, host, port, head);
  }

  /// The host is the one that was looked up, whatever else the request says.
  private static String onward(String first, String authority, List<String> fields) {
    StringBuilder head = new StringBuilder(first).append("\r\nHost: ").append(authority);
    for (String field : fields) {
      int colon = field.indexOf(':');
      if (colon > 0 && !DROPPED.contains(field.substring(0, colon).toLowerCase(Locale.ROOT))) {
        head.append("\r\n").append(field);
      }
    }
    return head.append("\r\nConnection: close\r\n\r\n").toString();
  }

  /// Up to the empty line.
  private static String head(InputStream in) throws IOException, Refusal {
    ByteArrayOutputStream head = new ByteArrayOutputStream(512);
    int ends = 0;
    while (ends < 2) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException();
      }
      head.write(octet);
      ends = octet == '\n' ? ends + 1 : octet == '\r' ? ends : 0;
      if (head.size() > HEAD_BYTES_MAX) {
        throw malformed("the head has more than 16 KiB");
      }
    }
    return head.toString(ISO_8859_1);
  }

  private static Refusal malformed(String why) {
    return new Refusal(Refusal.MALFORMED, why);
  }

  @Override
  public String toString() {
    return method + " " + host + ":" + port;
  }
}
