package dev.perigee.cli.client;

import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.platform.access.RequestSigner;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a client shows who it is.
public sealed interface Identity {

  /// What is to be sent.
  ///
  /// @param headers that decide what it means, by name in lower case
  /// @param payloadHash of the body
  record Draft(String method, URI uri, SortedMap<String, String> headers, String payloadHash) {}

  /// The headers that show it.
  Map<String, String> headers(Draft draft);

  /// By the variables of a process: those of Perigee, then those that AWS clients read.
  static Identity in(Map<String, String> environment) {
    String own = environment.getOrDefault(FirstAdministrator.ACCESS_KEY_ID, "");
    String apiKey = environment.getOrDefault(FirstAdministrator.API_KEY, "");
    String aws = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
    if (!own.isEmpty()) {
      return signing(environment, own, FirstAdministrator.SECRET_ACCESS_KEY);
    }
    if (!apiKey.isEmpty()) {
      return new Bearer(apiKey.strip());
    }
    return aws.isEmpty() ? new Nobody() : signing(environment, aws, "AWS_SECRET_ACCESS_KEY");
  }

  private static Identity signing(
      Map<String, String> environment, String accessKeyId, String secretVariable) {
    String region =
        environment.getOrDefault(
            "AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", "us-east-1"));
    return new Signing(
        new RequestSigner(accessKeyId, environment.getOrDefault(secretVariable, ""), region));
  }

  /// Where nobody asks.
  record Nobody() implements Identity {
    @Override
    public Map<String, String> headers(Draft draft) {
      return Map.of();
    }
  }

  /// With an API key.
  record Bearer(String apiKey) implements Identity {
    @Override
    public Map<String, String> headers(Draft draft) {
      return Map.of("authorization", "Bearer " + apiKey);
    }

    /// Secrets are not shown.
    @Override
    public String toString() {
      return "Bearer";
    }
  }

  /// With a signature, as AWS clients make it.
  record Signing(RequestSigner signer) implements Identity {
    @Override
    public Map<String, String> headers(Draft draft) {
      SortedMap<String, String> headers = new TreeMap<>(draft.headers());
      headers.put("host", host(draft.uri()));
      String query = draft.uri().getRawQuery();
      return signer.sign(
          new RequestSigner.Draft(
              draft.method(),
              draft.uri().getRawPath(),
              query == null ? "" : query,
              headers,
              draft.payloadHash()),
          Instant.now());
    }

    /// As the client sends it: without a port that goes without saying.
    private static String host(URI uri) {
      int usual = "https".equals(uri.getScheme()) ? 443 : 80;
      boolean said = uri.getPort() >= 0 && uri.getPort() != usual;
      return said ? uri.getHost() + ":" + uri.getPort() : uri.getHost();
    }
  }
}
