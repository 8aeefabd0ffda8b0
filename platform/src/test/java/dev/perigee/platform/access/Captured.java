package dev.perigee.platform.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A request as boto3 or aws-cli sent it.
record Captured(String method, String target, Map<String, String> headers, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Captured> all() {
    try (InputStream in = Captured.class.getResourceAsStream("boto3-lambda-wire-capture.jsonl")) {
      List<Captured> all = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), UTF_8).split("\n")) {
        all.add(of(JSON.readTree(line)));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Captured of(JsonNode line) {
    Map<String, String> headers = new TreeMap<>();
    line.get("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    return new Captured(
        line.get("method").asText(),
        line.get("path").asText(),
        headers,
        Base64.getDecoder().decode(line.get("body_b64").asText()));
  }

  String path() {
    return target.split("\\?", 2)[0];
  }

  String query() {
    return target.contains("?") ? target.split("\\?", 2)[1] : "";
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
