package dev.perigee.platform.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Json;
import dev.perigee.platform.http.Exchange;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;

/// A call of a function's address as the event that the function gets: payload format 2.0.
record UrlCall(Exchange exchange, String urlId, UUID requestId, long utcNs, byte[] body) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss '+0000'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final int PREFIX_CHARS = "/url/".length();

  byte[] event() {
    return Json.bytes(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", "2.0");
    json.writeStringField("routeKey", "$default");
    json.writeStringField("rawPath", path());
    json.writeStringField("rawQueryString", exchange.request().query().rawValue());
    writeCookies(json);
    writeHeaders(json);
    writeQuery(json, exchange.request().query());
    writeContext(json);
    writeBody(json);
    json.writeEndObject();
  }

  /// The path below the address.
  private String path() {
    String path = exchange.request().path().path();
    String below = path.substring(Math.min(path.length(), PREFIX_CHARS + urlId.length()));
    return below.isEmpty() ? "/" : below;
  }

  private void writeCookies(JsonGenerator json) throws IOException {
    String cookies = header(HeaderNames.COOKIE);
    if (!cookies.isEmpty()) {
      json.writeArrayFieldStart("cookies");
      for (String cookie : cookies.split(";\\s*")) {
        json.writeString(cookie);
      }
      json.writeEndArray();
    }
  }

  private void writeHeaders(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("headers");
    for (Header header : exchange.request().headers()) {
      if (!header.headerName().equals(HeaderNames.COOKIE)) {
        json.writeStringField(
            header.headerName().lowerCase(), String.join(",", header.allValues()));
      }
    }
    json.writeEndObject();
  }

  private static void writeQuery(JsonGenerator json, UriQuery query) throws IOException {
    if (!query.isEmpty()) {
      json.writeObjectFieldStart("queryStringParameters");
      for (String name : query.names()) {
        json.writeStringField(name, String.join(",", query.all(name)));
      }
      json.writeEndObject();
    }
  }

  private void writeContext(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("requestContext");
    json.writeStringField("accountId", "anonymous");
    json.writeStringField("apiId", urlId);
    json.writeStringField("domainName", header(HeaderNames.HOST));
    json.writeStringField("domainPrefix", urlId);
    json.writeObjectFieldStart("http");
    json.writeStringField("method", exchange.method());
    json.writeStringField("path", path());
    json.writeStringField("protocol", "HTTP/1.1");
    json.writeStringField("sourceIp", exchange.request().remotePeer().host());
    json.writeStringField("userAgent", header(HeaderNames.USER_AGENT));
    json.writeEndObject();
    json.writeStringField("requestId", requestId.toString());
    json.writeStringField("routeKey", "$default");
    json.writeStringField("stage", "$default");
    json.writeStringField("time", TIME.format(Times.instant(utcNs)));
    json.writeNumberField("timeEpoch", utcNs / 1_000_000);
    json.writeEndObject();
  }

  private void writeBody(JsonGenerator json) throws IOException {
    String text = text(body);
    if (body.length > 0) {
      json.writeStringField(
          "body", text.isEmpty() ? Base64.getEncoder().encodeToString(body) : text);
    }
    json.writeBooleanField("isBase64Encoded", body.length > 0 && text.isEmpty());
  }

  /// The bytes as text, empty if they are none.
  private static String text(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return "";
    }
  }

  private String header(HeaderName name) {
    return exchange.request().headers().contains(name)
        ? exchange.request().headers().get(name).values()
        : "";
  }
}
