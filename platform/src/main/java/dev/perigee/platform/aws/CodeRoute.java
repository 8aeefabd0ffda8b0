package dev.perigee.platform.aws;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.artefact.ArchiveLimits;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.platform.http.Exchange;
import dev.perigee.platform.http.LambdaError;
import dev.perigee.platform.http.Route;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;

/// Gives archives back at addresses that were signed for them. A hash alone opens nothing: who once
/// saw one would have the code for ever.
record CodeRoute(ArtefactStore artefacts, CodeAddresses addresses) implements Route.Action {
  static final String TEMPLATE = "/code/{sha256}";

  static String location(CodeAddresses addresses, AwsRequest request, String sha256) {
    return AwsRoutes.base(request.exchange()) + "/code/" + sha256 + "?" + addresses.signed(sha256);
  }

  /// Layers of images are artefacts too, and too large to be answered from memory.
  private void requireArchive(String sha256) {
    if (artefacts.sizeBytes(sha256) > ArchiveLimits.DEFAULT.maxBytes()) {
      throw new FabricException(FabricException.Reason.REFUSED, sha256 + " is no archive of code");
    }
  }

  private static String first(UriQuery query, String name) {
    return query.contains(name) ? query.get(name) : "";
  }

  @Override
  public void answer(Exchange exchange) {
    UriQuery query = exchange.request().query();
    if (!addresses.opens(
        exchange.name(),
        first(query, CodeAddresses.EXPIRES),
        first(query, CodeAddresses.SIGNATURE))) {
      new LambdaError(
              403,
              "AccessDeniedException",
              LambdaError.Form.PLAIN,
              "the address is not signed, or its time is over: ask GetFunction for another")
          .send(exchange);
      return;
    }
    try {
      requireArchive(exchange.name());
      byte[] zip = artefacts.get(exchange.name());
      exchange
          .response()
          .header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/zip"))
          .send(zip);
    } catch (FabricException _) {
      exchange.response().status(Status.NOT_FOUND_404).send();
    }
  }
}
