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
import dev.perigee.platform.control.Provisions;
import dev.perigee.platform.control.Quota;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Versions, aliases and settings. A published version is a deployment of its own: the engine
/// places it, and its workers are kept, apart from all others.
public final class VersionRegistry implements Versions {
  private final Catalogue catalogue;
  private final FunctionRegistry functions;
  private final Floors floors;
  private final ProvisionDesk provisions;

  /// @param quotas what a tenant may have
  public VersionRegistry(
      Clock clock,
      ArtefactStore artefacts,
      ImageLibrary images,
      FunctionLogs logs,
      Controller controller,
      NodeDirectory nodes,
      Gateway gateway,
      EntryLog entries,
      CatalogueLog log,
      Function<String, Quota> quotas,
      DeployWatch watch) {
    this.catalogue = new Catalogue(log);
    this.floors = new Floors(controller, clock, catalogue);
    this.functions =
        new FunctionRegistry(
            new Deployer(clock, artefacts, images, controller, nodes, entries, watch),
            catalogue,
            floors,
            logs,
            gateway,
            quotas);
    this.provisions = new ProvisionDesk(this, nodes, clock);
    catalogue.names().forEach(floors::follow);
  }

  @Override
  public Provisions provisions() {
    return provisions;
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
    return Page.of(
        booksFrom(new FunctionName(tenant, afterName))
            .filter(book -> !book.name().name().equals(afterName))
            .map(book -> book.name().latest())
            .map(this::find)
            .flatMap(Optional::stream),
        countMax,
        row -> row.function().name());
  }

  @Override
  public Page<Deployed> everything(String tenant, Optional<FunctionId> after, int countMax) {
    FunctionName from = after.map(FunctionName::of).orElseGet(() -> new FunctionName(tenant, ""));
    return Page.of(
        booksFrom(from)
            .flatMap(book -> deployedOf(book, after))
            .map(this::find)
            .flatMap(Optional::stream),
        countMax,
        row -> row.function().name() + ":" + row.function().qualifier());
  }

  /// The books of one tenant, from a name on.
  private Stream<Book> booksFrom(FunctionName name) {
    return catalogue.from(name).values().stream()
        .takeWhile(book -> book.name().tenant().equals(name.tenant()));
  }

  private static Stream<FunctionId> deployedOf(Book book, Optional<FunctionId> after) {
    Optional<FunctionId> begun = after.filter(each -> FunctionName.of(each).equals(book.name()));
    Stream<FunctionId> numbered =
        book
            .versions()
            .tailMap(begun.map(FunctionId::versionNumber).orElse(0), false)
            .keySet()
            .stream()
            .map(book.name()::version);
    return begun.isPresent() ? numbered : Stream.concat(Stream.of(book.name().latest()), numbered);
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
    return Page.of(
        book(name).versions().tailMap(afterNumber, false).keySet().stream()
            .map(name::version)
            .map(this::find)
            .flatMap(Optional::stream),
        countMax,
        row -> row.function().qualifier());
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
    unprovision(name, version.qualifier());
    functions.deployer().gone(known.get().function());
    return true;
  }

  /// What bears the name next begins without.
  private void unprovision(FunctionName name, String qualifier) {
    Settings settings = book(name).settings();
    if (Wanted.isIn(settings, qualifier)) {
      catalogue.append(new CatalogueNote.SettingsSet(name, Wanted.without(settings, qualifier)));
    }
    floors.follow(name);
  }

  private List<String> referring(FunctionName name, String version) {
    return book(name).aliasesOf(version, "").map(Alias::name).toList();
  }

  @Override
  public Optional<Alias> alias(FunctionName name, String alias) {
    return catalogue.find(name).flatMap(book -> book.alias(alias));
  }

  @Override
  public Page<Alias> aliases(
      FunctionName name, Optional<String> version, String after, int countMax) {
    Book book = book(name);
    Stream<Alias> wanted =
        version.isEmpty()
            ? book.aliasesAfter(after).stream()
            : book.aliasesOf(version.get(), after);
    return Page.of(wanted, countMax, Alias::name);
  }

  @Override
  public Alias changeAlias(
      FunctionName name, String alias, Function<Optional<Alias>, Alias> change) {
    return functions.inOrder(
        name,
        () -> {
          Book book = book(name);
          Alias changed = change.apply(book.alias(alias));
          AliasCheck.require(changed, version -> resolve(name, version).isPresent());
          catalogue.append(new CatalogueNote.AliasSet(name, changed));
          floors.follow(name);
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
            unprovision(name, alias);
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
          ProvisionDesk.requireReserved(changed);
          catalogue.append(new CatalogueNote.SettingsSet(name, changed));
          floors.follow(name);
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
