package dev.perigee.platform.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a request's `Authorization` header says, AWS Signature Version 4.
///
/// @param scope `date/region/service/aws4_request`
/// @param headers names of those that are signed, lower case, in order
record Signature(String accessKey, String scope, List<String> headers, String hex) {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final Pattern FORM =
      Pattern.compile(
          ALGORITHM
              + "\\s+Credential=([^/\\s,]+)/(\\d{8}/[^/\\s,]+/[^/\\s,]+/aws4_request)\\s*,"
              + "\\s*SignedHeaders=([^\\s,]+)\\s*,\\s*Signature=([0-9a-f]{64})");

  /// What is signed of a request.
  ///
  /// @param rawPath as it came, percent-encoded
  /// @param rawQuery as it came; empty if there is none
  record Signed(
      String method,
      String rawPath,
      String rawQuery,
      Function<String, String> header,
      String payloadHash) {}

  static Optional<Signature> parse(String authorization) {
    Matcher form = FORM.matcher(authorization);
    return form.matches()
        ? Optional.of(
            new Signature(
                form.group(1), form.group(2), List.of(form.group(3).split(";")), form.group(4)))
        : Optional.empty();
  }

  String date() {
    return scope.substring(0, scope.indexOf('/'));
  }

  String region() {
    return scope.split("/")[1];
  }

  String service() {
    return scope.split("/")[2];
  }

  /// Whether this is what the holder of the key makes of the request.
  boolean isOf(Signed request, String amzDate, byte[] signingKey) {
    String made = make(request, headers, amzDate, scope, signingKey);
    return MessageDigest.isEqual(made.getBytes(UTF_8), hex.getBytes(UTF_8));
  }

  /// The key that a secret makes for a day, a region and a service.
  static byte[] signingKey(String secretKey, String scope) {
    byte[] key = ("AWS4" + secretKey).getBytes(UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    return key;
  }

  /// What the holder of the key makes of a request, in hexadecimal digits.
  static String make(
      Signed request, List<String> headers, String amzDate, String scope, byte[] signingKey) {
    String canonicalHash = payloadHash(canonical(request, headers).getBytes(UTF_8));
    return hex(hmac(signingKey, String.join("\n", ALGORITHM, amzDate, scope, canonicalHash)));
  }

  private static String canonical(Signed request, List<String> headers) {
    StringBuilder text = new StringBuilder(512);
    text.append(request.method()).append('\n');
    encodeAgain(request.rawPath(), text);
    text.append('\n').append(sorted(request.rawQuery())).append('\n');
    for (String name : headers) {
      text.append(name).append(':').append(collapsed(request.header().apply(name))).append('\n');
    }
    return text.append('\n')
        .append(String.join(";", headers))
        .append('\n')
        .append(request.payloadHash())
        .toString();
  }

  private static String collapsed(String value) {
    String stripped = value.strip();
    return stripped.contains("  ") ? stripped.replaceAll(" +", " ") : stripped;
  }

  /// Each segment of the path is encoded once more, as all services but S3 want it.
  private static void encodeAgain(String rawPath, StringBuilder path) {
    for (byte b : rawPath.getBytes(UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c == '/' || isUnreserved(c)) {
        path.append(c);
      } else {
        path.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      }
    }
  }

  private static boolean isUnreserved(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_'
        || c == '.'
        || c == '~';
  }

  private static String sorted(String rawQuery) {
    if (rawQuery.isEmpty()) {
      return "";
    }
    List<String> pairs = new ArrayList<>();
    for (String pair : rawQuery.split("&")) {
      pairs.add(pair.contains("=") ? pair : pair + "=");
    }
    Collections.sort(pairs);
    return String.join("&", pairs);
  }

  static String payloadHash(byte[] body) {
    return hex(sha256(body));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
