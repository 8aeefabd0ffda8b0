package dev.perigee.cli.live;

import dev.perigee.energy.PriceCatalogue;
import dev.perigee.feeds.PriceFile;
import java.nio.file.Path;
import java.util.Optional;

/// What invocations are billed by.
public final class Prices {
  private Prices() {}

  /// The catalogue in a file, or the built-in one.
  public static PriceCatalogue of(Optional<Path> file) {
    return file.map(PriceFile::read).orElse(PriceCatalogue.AWS_LIKE);
  }
}
