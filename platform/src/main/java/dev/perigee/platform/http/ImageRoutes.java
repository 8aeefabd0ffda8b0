package dev.perigee.platform.http;

import dev.perigee.api.ImageView;
import dev.perigee.api.Listing;
import dev.perigee.fabric.image.Image;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.Images;
import io.helidon.http.Status;
import java.util.List;
import java.util.Optional;

/// Takes, lists and forgets container images.
record ImageRoutes(Images images) {

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/images", this::list),
        new Route("POST", "/v1/images", this::load),
        new Route("DELETE", "/v1/images/{image}", this::delete));
  }

  private void list(Exchange exchange) {
    exchange.parameters().check();
    List<ImageView> views = images.list(exchange.tenant()).stream().map(ImageRoutes::view).toList();
    exchange.json(Status.OK_200, new Listing("images", views));
  }

  /// The archive is read as it comes and never held in memory.
  private void load(Exchange exchange) {
    RequestParameters parameters = exchange.parameters("name");
    Optional<String> name = parameters.text("name");
    parameters.check();
    Images.Named loaded =
        images.load(exchange.tenant(), name, exchange.request().content().inputStream());
    exchange.json(Status.CREATED_201, view(loaded));
  }

  private void delete(Exchange exchange) {
    exchange.parameters().check();
    if (!images.delete(exchange.tenant(), exchange.name())) {
      throw new ControlException(
          ControlException.Kind.NOT_FOUND,
          List.of(
              "there is no image '"
                  + exchange.name()
                  + "': `perigee image list` shows those there are"));
    }
    exchange.response().status(Status.NO_CONTENT_204).send();
  }

  private static ImageView view(Images.Named named) {
    Image image = named.image();
    return new ImageView(
        named.name(),
        image.digest(),
        image.config().platform(),
        image.sizeBytes(),
        image.layerCount(),
        image.config().entryPoint(),
        image.config().command(),
        image.config().workingDirectory());
  }
}
