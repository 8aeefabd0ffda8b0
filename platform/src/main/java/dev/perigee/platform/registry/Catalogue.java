package dev.perigee.platform.registry;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Facts;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.FunctionUrl;
import dev.perigee.platform.control.Settings;
import dev.perigee.platform.record.CatalogueLog;
import dev.perigee.platform.record.CatalogueNote;
import dev.perigee.world.Entry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// What is kept about functions, by name: a projection of the journal. Facts come before their
/// deployment in the journal and count once it is there, so a crash between the two changes
/// nothing.
final class Catalogue {
  /// What clients see of functions that were deployed without a role.
  static final String ROLE_DEFAULT = "arn:aws:iam::000000000000:role/perigee";

  private final CatalogueLog log;
  private final NavigableMap<FunctionName, Book> books = new ConcurrentSkipListMap<>();
  private final Map<FunctionName, Book> byName = new ConcurrentHashMap<>();
  private final Map<String, FunctionName> urls = new ConcurrentHashMap<>();
  private volatile boolean limitsAnything;

  Catalogue(CatalogueLog log) {
    this.log = log;
    log.read(new Fold());
  }

  Optional<Book> find(FunctionName name) {
    return Optional.ofNullable(byName.get(name)).filter(book -> book.latest().isPresent());
  }

  /// The book of a name, a new one if there is none.
  Book open(FunctionName name) {
    Book known = byName.get(name);
    if (known == null) {
      known = new Book(name);
      byName.put(name, known);
      books.put(name, known);
    }
    return known;
  }

  /// All names.
  Set<FunctionName> names() {
    return byName.keySet();
  }

  /// The books from a name on, in order.
  NavigableMap<FunctionName, Book> from(FunctionName name) {
    return books.tailMap(name, true);
  }

  Optional<FunctionName> ofUrl(String urlId) {
    return Optional.ofNullable(urls.get(urlId));
  }

  /// Whether any function has had a limit since the start: while none has, nothing is looked up.
  boolean limitsAnything() {
    return limitsAnything;
  }

  /// Makes a note durable. What it changes is applied when that has happened.
  void append(CatalogueNote note) {
    log.append(note);
    if (!(note instanceof CatalogueNote.FactsNoted)) {
      apply(note);
    }
  }

  void deployed(FunctionId function, Facts facts) {
    open(FunctionName.of(function)).deployed(function.versionNumber(), facts);
  }

  void deleted(FunctionId function) {
    FunctionName name = FunctionName.of(function);
    Book book = byName.get(name);
    if (book == null) {
      return;
    }
    if (function.isLatest()) {
      book.settings().urls().values().forEach(url -> urls.remove(url.id()));
      byName.remove(name);
      books.remove(name);
    } else {
      book.versions().remove(function.versionNumber());
    }
  }

  private void apply(CatalogueNote note) {
    switch (note) {
      case CatalogueNote.FactsNoted _ ->
          throw new IllegalStateException("facts count when their deployment does");
      case CatalogueNote.AliasSet set -> open(set.function()).put(set.alias());
      case CatalogueNote.AliasDeleted deleted ->
          open(deleted.function()).removeAlias(deleted.alias());
      case CatalogueNote.SettingsSet set -> set(set);
    }
  }

  private void set(CatalogueNote.SettingsSet set) {
    Book book = open(set.function());
    for (FunctionUrl old : book.settings().urls().values()) {
      urls.remove(old.id());
    }
    book.set(set.settings());
    if (set.settings().reservedConcurrency() != Settings.UNRESERVED) {
      limitsAnything = true;
    }
    for (FunctionUrl url : set.settings().urls().values()) {
      urls.put(url.id(), set.function());
    }
  }

  /// What a deployment without a note of its own is known by: one from before there were notes.
  private static Facts unknown(FunctionSpec function, long utcNs) {
    String seed = function.id() + "@" + function.version();
    String revisionId = UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    return new Facts(function.version(), "", ROLE_DEFAULT, 0, utcNs, revisionId, new TreeMap<>());
  }

  /// Reads the journal.
  private final class Fold implements CatalogueLog.Reader {
    private final Map<FunctionId, Facts> announced = new HashMap<>();

    @Override
    public void noted(CatalogueNote note) {
      if (note instanceof CatalogueNote.FactsNoted(FunctionId function, Facts facts)) {
        announced.put(function, facts);
      } else {
        apply(note);
      }
    }

    @Override
    public void entered(Entry entry, long utcNs) {
      switch (entry) {
        case Entry.Started _ -> {}
        case Entry.Deployed(FunctionSpec function) -> {
          Facts facts = announced.remove(function.id());
          if (facts == null || facts.revision() != function.version()) {
            facts = unknown(function, utcNs);
          }
          deployed(function.id(), facts);
        }
        case Entry.Deleted(FunctionId function) -> deleted(function);
      }
    }
  }
}
