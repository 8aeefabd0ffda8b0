package dev.perigee.platform.resource;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.artefact.ArchiveLimits;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.image.Image;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.resource.ResourceId;
import dev.perigee.fabric.resource.ResourceId.Kind;
import dev.perigee.fabric.resource.ResourceSetting;
import dev.perigee.fabric.resource.Resources;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.record.NoteJournal;
import dev.perigee.platform.trigger.Triggers;
import dev.perigee.world.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Creates what functions name in their code, and takes it away when the last function that names
/// it is gone and it is empty. What people created stays. Thread-safe.
public final class Provisioner {
  private static final String MADE = "resource-made";
  private static final String TAKEN = "resource-taken";

  /// Something that a function's code called for.
  ///
  /// @param function whose schedule it is; empty for what several may use
  record Want(String tenant, String kind, String name, String function)
      implements Comparable<Want> {
    private static final java.util.Comparator<Want> ORDER =
        java.util.Comparator.comparing(Want::tenant)
            .thenComparing(Want::kind)
            .thenComparing(Want::name)
            .thenComparing(Want::function);

    @Override
    public int compareTo(Want other) {
      return ORDER.compare(this, other);
    }

    String trigger() {
      return function + ".cron." + Integer.toHexString(name.hashCode());
    }
  }

  private final Resources resources;
  private final Triggers triggers;
  private final ArtefactStore artefacts;
  private final NoteJournal journal;
  private final Consumer<String> report;
  private final Map<String, List<Use>> usesByCode = new HashMap<>();
  private final Set<Want> made = new TreeSet<>();

  /// @param report is told of names that are found only when a function runs
  public Provisioner(
      Resources resources,
      Triggers triggers,
      ArtefactStore artefacts,
      Journal journal,
      Clock clock,
      Consumer<String> report) {
    this.resources = resources;
    this.triggers = triggers;
    this.artefacts = artefacts;
    this.journal = new NoteJournal(journal, clock);
    this.report = report;
    this.journal.read(
        Set.of(MADE, TAKEN),
        record -> {
          switch (record.kind()) {
            case MADE -> made.add(NoteJournal.read(record, Want.class));
            case TAKEN -> made.remove(NoteJournal.read(record, Want.class));
            default -> {}
          }
        });
  }

  /// Brings about what these functions call for, all that are deployed.
  public synchronized void reconcile(Collection<FunctionSpec> functions) {
    Set<Want> wanted = new TreeSet<>();
    for (FunctionSpec function : functions) {
      uses(function).stream()
          .filter(Use::isLiteral)
          .forEach(use -> wanted.add(want(function, use)));
    }
    wanted.stream().filter(want -> !isThere(want)).forEach(this::make);
    List.copyOf(made).stream().filter(want -> !wanted.contains(want)).forEach(this::take);
    usesByCode.keySet().retainAll(functions.stream().map(FunctionSpec::codeSha256).toList());
  }

  private static Want want(FunctionSpec function, Use use) {
    String owner = use.kind().equals("cron") ? function.name() : "";
    return new Want(function.tenant(), use.kind(), use.name(), owner);
  }

  /// What a function's code names.
  public synchronized List<Use> uses(FunctionSpec function) {
    if (function.runtime().equals(Image.RUNTIME)) {
      return List.of();
    }
    return usesByCode.computeIfAbsent(
        function.codeSha256(),
        sha256 -> {
          List<Use> uses = UseReader.of(artefacts.unpacked(sha256, ArchiveLimits.DEFAULT));
          for (Use use : uses) {
            if (!use.isLiteral()) {
              report.accept(
                  "%s of %s takes the name of a %s that is found only when it runs: create it before, or write its name there"
                      .formatted(use.place(), function.id(), use.kind()));
            }
          }
          return uses;
        });
  }

  private boolean isThere(Want want) {
    Optional<Kind> kind = Kind.of(want.kind());
    return kind.isPresent()
        ? resources.find(new ResourceId(want.tenant(), kind.get(), want.name())).isPresent()
        : triggers.find(want.tenant(), want.trigger()).isPresent();
  }

  private void make(Want want) {
    Optional<Kind> kind = Kind.of(want.kind());
    try {
      if (kind.isPresent()) {
        resources.put(
            new ResourceId(want.tenant(), kind.get(), want.name()), ResourceSetting.DEFAULT);
      } else {
        var _ = triggers.put(want.tenant(), want.trigger(), cron(want));
      }
      var _ = journal.appendAndWait(MADE, want.tenant(), want);
      made.add(want);
    } catch (dev.perigee.api.WireException | dev.perigee.platform.control.ControlException e) {
      report.accept(
          "%s '%s' that %s names can't be made: %s"
              .formatted(want.kind(), want.name(), want.function(), e.getMessage()));
    }
  }

  private static byte[] cron(Want want) {
    return Json.text(
            json -> {
              json.writeStartObject();
              json.writeStringField("function", want.function());
              json.writeObjectFieldStart("source");
              json.writeStringField("kind", "cron");
              json.writeStringField("schedule", want.name());
              json.writeEndObject();
              json.writeEndObject();
            })
        .getBytes(UTF_8);
  }

  /// What holds something stays until it is empty.
  private void take(Want want) {
    Optional<Kind> kind = Kind.of(want.kind());
    try {
      if (kind.isPresent()) {
        var _ = resources.delete(new ResourceId(want.tenant(), kind.get(), want.name()), false);
      } else {
        var _ = triggers.delete(want.tenant(), want.trigger());
      }
    } catch (FabricException notEmpty) {
      if (notEmpty.reason() == FabricException.Reason.CONFLICT) {
        return;
      }
      throw notEmpty;
    }
    var _ = journal.appendAndWait(TAKEN, want.tenant(), want);
    made.remove(want);
  }
}
