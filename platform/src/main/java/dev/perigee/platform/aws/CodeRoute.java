package dev.perigee.platform.aws;

import dev.perigee.fabric.FabricException;
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

  @Override
  public void answer(Exchange exchange) {
    try {
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
