package dev.perigee.platform.registry;

import dev.perigee.platform.control.Alias;
import dev.perigee.platform.control.Facts;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Settings;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All that goes by one name. Changed by one thread at a time, read by any.
final class Book {
  private final FunctionName name;
  private final ConcurrentSkipListMap<Integer, Facts> versions = new ConcurrentSkipListMap<>();

  /// Kept twice: calls find an alias by its hash, lists go through them in order.
  private final Map<String, Alias> aliases = new ConcurrentHashMap<>();

  private final ConcurrentSkipListMap<String, Alias> sortedAliases = new ConcurrentSkipListMap<>();

  /// Names of the aliases that send calls to a version.
  private final Map<String, ConcurrentSkipListSet<String>> aliasesOf = new ConcurrentHashMap<>();

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

  Optional<Alias> alias(String alias) {
    return Optional.ofNullable(aliases.get(alias));
  }

  /// The aliases behind a name, in order.
  Collection<Alias> aliasesAfter(String alias) {
    return sortedAliases.tailMap(alias, false).values();
  }

  /// The aliases behind a name that send calls to a version, in order.
  Stream<Alias> aliasesOf(String version, String afterAlias) {
    @Nullable ConcurrentSkipListSet<String> names = aliasesOf.get(version);
    return names == null
        ? Stream.empty()
        : names.tailSet(afterAlias, false).stream().map(this::alias).flatMap(Optional::stream);
  }

  void put(Alias alias) {
    @Nullable Alias before = aliases.put(alias.name(), alias);
    sortedAliases.put(alias.name(), alias);
    for (String version : alias.versions()) {
      aliasesOf.computeIfAbsent(version, _ -> new ConcurrentSkipListSet<>()).add(alias.name());
    }
    if (before != null) {
      forget(before, alias.versions());
    }
  }

  void removeAlias(String alias) {
    @Nullable Alias before = aliases.remove(alias);
    sortedAliases.remove(alias);
    if (before != null) {
      forget(before, Set.of());
    }
  }

  private void forget(Alias before, Set<String> except) {
    for (String version : before.versions()) {
      @Nullable ConcurrentSkipListSet<String> names = aliasesOf.get(version);
      if (names != null && !except.contains(version)) {
        names.remove(before.name());
      }
    }
  }

  /// Of the code of all versions.
  long codeBytes() {
    return latest().map(Facts::codeBytes).orElse(0L)
        + versions.values().stream().mapToLong(Facts::codeBytes).sum();
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
