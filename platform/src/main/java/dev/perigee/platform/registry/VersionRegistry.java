package dev.perigee.platform.registry;

import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Alias;
import dev.perigee.platform.control.Change;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.Deployed;
import dev.perigee.platform.control.Facts;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.control.Settings;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.gateway.Gateway;
import dev.perigee.platform.image.ImageLibrary;
import dev.perigee.platform.live.Controller;
import dev.perigee.platform.nodes.NodeDirectory;
import dev.perigee.platform.record.CatalogueLog;
import dev.perigee.platform.record.CatalogueNote;
import dev.perigee.platform.record.EntryLog;
import dev.perigee.world.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Versions, aliases and settings. A published version is a deployment of its own: the engine
/// places it, and its workers are kept, apart from all others.
public final class VersionRegistry implements Versions {
  private final Catalogue catalogue;
  private final FunctionRegistry functions;

  public VersionRegistry(
      Clock clock,
      ArtefactStore artefacts,
      ImageLibrary images,
      FunctionLogs logs,
      Controller controller,
      NodeDirectory nodes,
      Gateway gateway,
      EntryLog entries,
      CatalogueLog log) {
    this.catalogue = new Catalogue(log);
    this.functions =
        new FunctionRegistry(
            new Deployer(clock, artefacts, images, controller, nodes, entries),
            catalogue,
            logs,
            gateway);
  }

  /// The same registry as `/v1` sees it.
  public Functions functions() {
    return functions;
  }

  @Override
  public Deployed change(FunctionName name, Function<Optional<Deployed>, Change> change) {
    return functions.change(name, change);
  }

  @Override
  public Optional<Deployed> find(FunctionId function) {
    return functions.deployed(function);
  }

  @Override
  public Page<Deployed> functions(String tenant, String afterName, int countMax) {
    List<Deployed> rows = new ArrayList<>();
    for (Book book : catalogue.from(new FunctionName(tenant, afterName)).values()) {
      String name = book.name().name();
      if (!book.name().tenant().equals(tenant)) {
        break;
      } else if (!name.equals(afterName)) {
        if (rows.size() == countMax) {
          return new Page<>(rows, Optional.of(rows.getLast().function().name()));
        }
        functions.deployed(book.name().latest()).ifPresent(rows::add);
      }
    }
    return new Page<>(rows, Optional.empty());
  }

  @Override
  public Deployed publish(
      FunctionName name, Optional<String> description, Consumer<Deployed> check) {
    return functions.inOrder(
        name,
        () -> {
          Deployed latest =
              find(name.latest()).orElseThrow(() -> FunctionRegistry.noSuchFunction(name));
          check.accept(latest);
          return newest(name)
              .filter(published -> isSame(published, latest))
              .orElseGet(() -> publish(latest, description));
        });
  }

  private Deployed publish(Deployed latest, Optional<String> description) {
    FunctionName name = FunctionName.of(latest.function().id());
    int number = catalogue.open(name).lastVersion() + 1;
    int revision = functions.deployer().nextRevision(name.version(number));
    Facts facts =
        latest
            .facts()
            .published(
                revision,
                description.orElse(latest.facts().description()),
                functions.deployer().clock().utcNs(),
                UUID.randomUUID().toString());
    return functions.put(
        new Deployed(latest.function().as(Integer.toString(number), revision), facts));
  }

  private Optional<Deployed> newest(FunctionName name) {
    int number = catalogue.open(name).lastVersion();
    return number == 0 ? Optional.empty() : find(name.version(number));
  }

  /// Whether what would be published is that version already.
  private static boolean isSame(Deployed published, Deployed latest) {
    FunctionSpec same =
        latest.function().as(published.function().qualifier(), published.function().version());
    return published.function().equals(same)
        && published.facts().role().equals(latest.facts().role())
        && published.facts().echoed().equals(latest.facts().echoed());
  }

  @Override
  public Page<Deployed> versions(FunctionName name, int afterNumber, int countMax) {
    List<Deployed> rows = new ArrayList<>();
    for (int number : book(name).versions().tailMap(afterNumber, false).keySet()) {
      if (rows.size() == countMax) {
        return new Page<>(rows, Optional.of(rows.getLast().function().qualifier()));
      }
      find(name.version(number)).ifPresent(rows::add);
    }
    return new Page<>(rows, Optional.empty());
  }

  @Override
  public boolean deleteVersion(FunctionId version) {
    FunctionName name = FunctionName.of(version);
    return functions.inOrder(name, () -> deleteVersion(name, version));
  }

  private boolean deleteVersion(FunctionName name, FunctionId version) {
    Optional<Deployed> known = find(version);
    if (known.isEmpty()) {
      return false;
    }
    List<String> aliases = referring(name, version.qualifier());
    if (!aliases.isEmpty()) {
      throw new ControlException(
          Kind.CONFLICT,
          List.of(
              "version " + version.qualifier() + " is what these aliases stand for: " + aliases));
    }
    functions.deployer().delete(List.of(version));
    catalogue.deleted(version);
    functions.deployer().gone(known.get().function());
    return true;
  }

  private List<String> referring(FunctionName name, String version) {
    return book(name).aliasesAfter("").stream()
        .filter(alias -> alias.version().equals(version) || alias.weights().containsKey(version))
        .map(Alias::name)
        .toList();
  }

  @Override
  public Optional<Alias> alias(FunctionName name, String alias) {
    return catalogue.find(name).flatMap(book -> book.alias(alias));
  }

  @Override
  public Page<Alias> aliases(
      FunctionName name, Optional<String> version, String after, int countMax) {
    Collection<Alias> from = book(name).aliasesAfter(after);
    Collection<Alias> wanted =
        version.isEmpty()
            ? from
            : from.stream().filter(alias -> alias.version().equals(version.get())).toList();
    List<Alias> rows = new ArrayList<>();
    Iterator<Alias> each = wanted.iterator();
    while (rows.size() < countMax && each.hasNext()) {
      rows.add(each.next());
    }
    return new Page<>(rows, each.hasNext() ? Optional.of(rows.getLast().name()) : Optional.empty());
  }

  @Override
  public Alias changeAlias(
      FunctionName name, String alias, Function<Optional<Alias>, Alias> change) {
    return functions.inOrder(
        name,
        () -> {
          Book book = book(name);
          Alias changed = change.apply(book.alias(alias));
          catalogue.append(new CatalogueNote.AliasSet(name, changed));
          return changed;
        });
  }

  @Override
  public boolean deleteAlias(FunctionName name, String alias) {
    return functions.inOrder(
        name,
        () -> {
          boolean known = book(name).alias(alias).isPresent();
          if (known) {
            catalogue.append(new CatalogueNote.AliasDeleted(name, alias));
          }
          return known;
        });
  }

  @Override
  public Settings settings(FunctionName name) {
    return book(name).settings();
  }

  @Override
  public Settings changeSettings(FunctionName name, UnaryOperator<Settings> change) {
    return functions.inOrder(
        name,
        () -> {
          Settings changed = change.apply(book(name).settings());
          catalogue.append(new CatalogueNote.SettingsSet(name, changed));
          return changed;
        });
  }

  @Override
  public Optional<FunctionName> ofUrl(String urlId) {
    return catalogue.ofUrl(urlId);
  }

  @Override
  public Optional<FunctionId> resolve(FunctionName name, String qualifier) {
    String version =
        qualifier.equals(FunctionId.LATEST) || FunctionId.isVersion(qualifier)
            ? qualifier
            : alias(name, qualifier)
                .map(alias -> alias.pick(ThreadLocalRandom.current().nextDouble()))
                .orElse("");
    return version.isEmpty()
        ? Optional.empty()
        : Optional.of(new FunctionId(name.tenant(), name.name(), version))
            .filter(id -> functions.find(id).isPresent());
  }

  @Override
  public OptionalInt reservedConcurrency(FunctionId function) {
    if (!catalogue.limitsAnything()) {
      return OptionalInt.empty();
    }
    int reserved =
        catalogue
            .find(FunctionName.of(function))
            .map(book -> book.settings().reservedConcurrency())
            .orElse(Settings.UNRESERVED);
    return reserved == Settings.UNRESERVED ? OptionalInt.empty() : OptionalInt.of(reserved);
  }

  private Book book(FunctionName name) {
    return catalogue.find(name).orElseThrow(() -> FunctionRegistry.noSuchFunction(name));
  }
}
