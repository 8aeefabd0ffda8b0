package dev.perigee.platform.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import dev.perigee.platform.access.SessionGate;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a function answered to a call of its address: an object with a `statusCode`, or just the
/// body.
record UrlAnswer(int status, SortedMap<String, String> headers, List<String> cookies, byte[] body) {
  private static final String CONTENT_TYPE = "content-type";
  private static final String JSON = "application/json";
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

  /// What callers get when a function's answer can't be turned into one of HTTP.
  private static final UrlAnswer BROKEN =
      new UrlAnswer(
          502,
          new TreeMap<>(Map.of(CONTENT_TYPE, JSON)),
          List.of(),
          "{\"Message\":\"Internal Server Error\"}".getBytes(UTF_8));

  /// Where people log in, a function's page is one of another site: it could act as whoever looks
  /// at it.
  static final Header SANDBOXED =
      HeaderValues.createCached(
          "Content-Security-Policy",
          "sandbox allow-scripts allow-forms allow-modals allow-popups allow-downloads");

  static UrlAnswer of(byte[] payload) {
    try {
      return Json.read(payload) instanceof Map<?, ?> map && map.get("statusCode") != null
          ? of(map)
          : plain(payload);
    } catch (WireException _) {
      return plain(payload);
    }
  }

  /// What stands before the body of a stream.
  static UrlAnswer ofPrelude(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    Object read = Json.read(bytes);
    if (!(read instanceof Map<?, ?> map)) {
      throw new WireException(List.of("the head of a streamed answer is no object: " + json));
    }
    return of(map);
  }

  private static UrlAnswer plain(byte[] payload) {
    return new UrlAnswer(200, new TreeMap<>(Map.of(CONTENT_TYPE, JSON)), List.of(), payload);
  }

  private static UrlAnswer of(Map<?, ?> map) {
    SortedMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put(CONTENT_TYPE, JSON);
    if (map.get("headers") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
    }
    List<String> cookies =
        map.get("cookies") instanceof List<?> given
            ? given.stream().map(String::valueOf).toList()
            : List.of();
    try {
      UrlAnswer answer = new UrlAnswer(status(map.get("statusCode")), headers, cookies, body(map));
      return answer.isSendable() ? answer : BROKEN;
    } catch (IllegalArgumentException _) {
      return BROKEN;
    }
  }

  /// A line break in a header would begin another answer.
  private boolean isSendable() {
    return headers.entrySet().stream()
            .allMatch(each ->
                NAME.matcher(each.getKey()).matches() && VALUE.matcher(each.getValue()).matches())
        && cookies.stream().allMatch(each -> VALUE.matcher(each).matches());
  }

  private static int status(@Nullable Object given) {
    int status =
        switch (given) {
          case BigDecimal number -> number.intValue();
          case null -> 200;
          case String text when text.matches("[1-9][0-9]{2}") -> Integer.parseInt(text);
          default -> 502;
        };
    return status >= 200 && status <= 599 ? status : 502;
  }

  private static byte[] body(Map<?, ?> map) {
    Object body = map.get("body");
    if (body == null) {
      return new byte[0];
    }
    byte[] bytes =
        body instanceof String text
            ? text.getBytes(UTF_8)
            : Json.bytes(json -> Json.write(json, body));
    return Boolean.TRUE.equals(map.get("isBase64Encoded"))
        ? Base64.getMimeDecoder().decode(bytes)
        : bytes;
  }

  void send(ServerResponse response) {
    begin(response);
    response.send(body);
  }

  /// Status and headers.
  void begin(ServerResponse response) {
    response.status(Status.create(status));
    headers.forEach((name, value) -> put(response, HeaderNames.create(name), value));
    List<String> own = cookies.stream().filter(UrlAnswer::isOwn).toList();
    if (!own.isEmpty()) {
      response.header(HeaderValues.create(HeaderNames.SET_COOKIE, own.toArray(new String[0])));
    }
  }

  /// What a function says does not let its page out of the sandbox, nor logs somebody in.
  private static void put(ServerResponse response, HeaderName name, String value) {
    if (name.equals(SANDBOXED.headerName())) {
      response.headers().add(HeaderValues.create(name, value));
    } else if (!name.equals(HeaderNames.SET_COOKIE) || isOwn(value)) {
      response.header(name, value);
    }
  }

  private static boolean isOwn(String cookie) {
    return !cookie.strip().startsWith(SessionGate.COOKIE);
  }
}
