package dev.perigee.platform.aws;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.artefact.ArchiveLimits;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.platform.control.Deployed;
import dev.perigee.platform.http.Exchange;
import dev.perigee.platform.http.Route;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;

/// Gives archives back to whoever knows their hash, which stands in for a signed address.
record CodeRoute(ArtefactStore artefacts) implements Route.Action {
  static final String TEMPLATE = "/code/{sha256}";

  static String location(AwsRequest request, Deployed deployed) {
    return AwsRoutes.base(request.exchange()) + "/code/" + deployed.function().codeSha256();
  }

  /// Layers of images are artefacts too, and too large to be answered from memory.
  private void requireArchive(String sha256) {
    if (artefacts.sizeBytes(sha256) > ArchiveLimits.DEFAULT.maxBytes()) {
      throw new FabricException(FabricException.Reason.REFUSED, sha256 + " is no archive of code");
    }
  }

  @Override
  public void answer(Exchange exchange) {
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
