package dev.perigee.platform.access;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Signs requests as AWS clients do.
public record RequestSigner(String accessKeyId, String secretAccessKey, String region) {
  public static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /// What is signed.
  ///
  /// @param headers by name in lower case, all of which are signed; `host` among them
  /// @param payloadHash of the body, or [#UNSIGNED_PAYLOAD]
  public record Draft(
      String method,
      String rawPath,
      String rawQuery,
      SortedMap<String, String> headers,
      String payloadHash) {}

  /// The headers to send beside those of the draft.
  public SortedMap<String, String> sign(Draft draft, Instant at) {
    String amzDate = STAMP.format(at);
    String scope = String.join("/", amzDate.substring(0, 8), region, "lambda", "aws4_request");
    SortedMap<String, String> added = new TreeMap<>();
    added.put("x-amz-date", amzDate);
    added.put("x-amz-content-sha256", draft.payloadHash());
    SortedMap<String, String> all = new TreeMap<>(draft.headers());
    all.putAll(added);
    List<String> names = new ArrayList<>(all.keySet());
    String hex =
        Signature.make(
            new Signature.Signed(
                draft.method(),
                draft.rawPath(),
                draft.rawQuery(),
                name -> all.getOrDefault(name, ""),
                draft.payloadHash()),
            names,
            amzDate,
            scope,
            Signature.signingKey(secretAccessKey, scope));
    added.put(
        "authorization",
        "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(accessKeyId, scope, String.join(";", names), hex));
    return added;
  }

  public static String payloadHash(byte[] body) {
    return Signature.payloadHash(body);
  }

  /// Secrets are not shown.
  @Override
  public String toString() {
    return "RequestSigner[" + accessKeyId + ", " + region + "]";
  }
}
