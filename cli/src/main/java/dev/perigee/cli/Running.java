package dev.perigee.cli;

import dev.perigee.cli.show.PlatformLog;
import java.net.URI;
import java.time.Duration;

/// A platform that is up.
interface Running {

  /// Where it listens, with the actual port.
  URI url();

  /// How long what is under way may take when the platform is told to end.
  Duration patience();

  /// Where it writes of itself.
  PlatformLog log();

  /// Takes nothing new, lets what is under way end as long as `patience`, and closes everything.
  void stop(Duration patience);
}
