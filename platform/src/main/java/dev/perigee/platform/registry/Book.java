package dev.perigee.platform.registry;

import dev.perigee.platform.control.Alias;
import dev.perigee.platform.control.Facts;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Settings;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// All that goes by one name. Changed by one thread at a time, read by any.
final class Book {
  private final FunctionName name;
  private final ConcurrentSkipListMap<Integer, Facts> versions = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<String, Alias> aliases = new ConcurrentSkipListMap<>();
  private volatile @Nullable Facts latest;
  private volatile Settings settings = Settings.NONE;
  private volatile int lastVersion;

  Book(FunctionName name) {
    this.name = name;
  }

  FunctionName name() {
    return name;
  }

  /// Facts of what was deployed last; empty while nothing is.
  Optional<Facts> latest() {
    return Optional.ofNullable(latest);
  }

  ConcurrentSkipListMap<Integer, Facts> versions() {
    return versions;
  }

  ConcurrentSkipListMap<String, Alias> aliases() {
    return aliases;
  }

  Settings settings() {
    return settings;
  }

  /// The highest number that a version ever had; numbers never come back.
  int lastVersion() {
    return lastVersion;
  }

  void deployed(int versionNumber, Facts facts) {
    if (versionNumber == 0) {
      latest = facts;
    } else {
      versions.put(versionNumber, facts);
      lastVersion = Math.max(lastVersion, versionNumber);
    }
  }

  void set(Settings newSettings) {
    settings = newSettings;
  }
}
