package dev.perigee.platform.control;

import dev.perigee.model.function.FunctionId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Functions with their versions, aliases and settings. Thread-safe: changes of one name come one
/// after the other. What takes a function throws a [ControlException] NOT_FOUND if there is none;
/// what changes something returns when that is durable.
public interface Versions {

  /// Deploys what is made of what is there, or of nothing.
  ///
  /// @param change throws to leave everything as it is
  Deployed change(FunctionName name, Function<Optional<Deployed>, Change> change);

  Optional<Deployed> find(FunctionId function);

  /// A page of a tenant's functions.
  Page<Deployed> functions(String tenant, String afterName, int countMax);

  /// A page of a tenant's functions with all their versions: of each name what was deployed last,
  /// then the published ones by number.
  ///
  /// @param after where the page begins: behind this one
  Page<Deployed> everything(String tenant, Optional<FunctionId> after, int countMax);

  /// Publishes what was deployed last, unless that is the newest version already.
  ///
  /// @param description of the version; empty: that of the function
  /// @param check throws to leave everything as it is
  Deployed publish(FunctionName name, Optional<String> description, Consumer<Deployed> check);

  /// A page of the published versions, by number.
  Page<Deployed> versions(FunctionName name, int afterNumber, int countMax);

  /// Deletes one version. False if there is none.
  boolean deleteVersion(FunctionId version);

  Optional<Alias> alias(FunctionName name, String alias);

  /// A page of the aliases by name.
  ///
  /// @param version only those that send calls to it
  Page<Alias> aliases(FunctionName name, Optional<String> version, String after, int countMax);

  /// Puts what is made of the alias that is there, or of nothing.
  Alias changeAlias(FunctionName name, String alias, Function<Optional<Alias>, Alias> change);

  /// False if there is none.
  boolean deleteAlias(FunctionName name, String alias);

  Settings settings(FunctionName name);

  Settings changeSettings(FunctionName name, UnaryOperator<Settings> change);

  /// The function whose address has this id.
  Optional<FunctionName> ofUrl(String urlId);

  /// What a call goes to. Constant time, whatever the number of versions and aliases.
  ///
  /// @param qualifier `$LATEST`, a number or an alias
  Optional<FunctionId> resolve(FunctionName name, String qualifier);

  /// How many calls of a function may run at once, if that is limited for it.
  OptionalInt reservedConcurrency(FunctionId function);

  /// Workers that are there ahead of calls.
  Provisions provisions();

  /// @param next where the next page begins; empty at the end
  record Page<T>(List<T> rows, Optional<String> next) {
    public Page {
      rows = List.copyOf(rows);
    }

    /// The beginning of what there is. Takes one row more than it shows, and nothing behind it.
    ///
    /// @param marker by which the next page is asked for behind a row
    public static <T> Page<T> of(Stream<T> all, int countMax, Function<T, String> marker) {
      List<T> rows = all.limit(countMax + 1L).toList();
      return rows.size() <= countMax
          ? new Page<>(rows, Optional.empty())
          : new Page<>(
              rows.subList(0, countMax), Optional.of(marker.apply(rows.get(countMax - 1))));
    }
  }
}
