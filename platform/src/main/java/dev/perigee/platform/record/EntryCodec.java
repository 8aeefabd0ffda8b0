package dev.perigee.platform.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.model.decision.Decision;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.world.Entry;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// The journal's records as JSON, one kind per type. A field that a newer release adds is ignored
/// by an older one only within the same record version; a newer version is refused when the journal
/// is opened.
final class EntryCodec {
  static final String STARTED = "started";
  static final String DEPLOYED = "deployed";
  static final String DELETED = "deleted";
  static final String DECIDED = "decided";
  static final String PLANNED = "planned";

  /// Functions of older releases have neither.
  private static final String LAYERS = "layersSha256";

  private static final String NETWORK = "network";

  /// Kinds of the engine's entries.
  static final Set<String> ENTRIES = Set.of(STARTED, DEPLOYED, DELETED);

  private static final String PLATFORM_TENANT = "perigee";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .addModule(new SimpleModule().addDeserializer(FunctionId.class, new FunctionIdReader()))
          .build();

  private EntryCodec() {}

  static JournalRecord encode(Entry entry, long utcNs) {
    return switch (entry) {
      case Entry.Started started -> draft(STARTED, PLATFORM_TENANT, utcNs, started);
      case Entry.Deployed deployed ->
          draft(DEPLOYED, deployed.function().tenant(), utcNs, deployed.function());
      case Entry.Deleted deleted ->
          draft(DELETED, deleted.function().tenant(), utcNs, deleted.function());
    };
  }

  static JournalRecord encode(Decision decision, long utcNs) {
    return draft(DECIDED, decision.function().tenant(), utcNs, decision);
  }

  static JournalRecord encode(CheckedPlan checked, long utcNs) {
    String tenant =
        checked.plan().placements().stream()
            .findFirst()
            .map(placement -> placement.function().tenant())
            .orElse(PLATFORM_TENANT);
    return draft(PLANNED, tenant, utcNs, checked);
  }

  /// The entry in a record, empty when the record is something else.
  static Optional<Entry> entry(JournalRecord record) {
    return switch (record.kind()) {
      case STARTED -> Optional.of(read(record, Entry.Started.class));
      case DEPLOYED -> Optional.of(new Entry.Deployed(function(record)));
      case DELETED -> Optional.of(new Entry.Deleted(read(record, FunctionId.class)));
      default -> Optional.empty();
    };
  }

  static CheckedPlan checkedPlan(JournalRecord record) {
    return read(record, CheckedPlan.class);
  }

  static Decision decision(JournalRecord record) {
    return read(record, Decision.class);
  }

  static JournalRecord draft(String kind, String tenant, long utcNs, Object value) {
    try {
      return JournalRecord.draft(kind, tenant, utcNs, JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of the model can always be written as JSON", e);
    }
  }

  private static FunctionSpec function(JournalRecord record) {
    ObjectNode tree = read(record, ObjectNode.class);
    if (!tree.has(FunctionIdReader.QUALIFIER)) {
      tree.put(FunctionIdReader.QUALIFIER, FunctionId.LATEST);
    }
    if (!tree.has(LAYERS)) {
      tree.put(LAYERS, "");
    }
    if (!tree.has(NETWORK)) {
      var _ = tree.putArray(NETWORK);
    }
    try {
      return JSON.treeToValue(tree, FunctionSpec.class);
    } catch (JsonProcessingException e) {
      throw unreadable(record, e);
    }
  }

  static <T> T read(JournalRecord record, Class<T> type) {
    try {
      return JSON.readValue(record.payload(), type);
    } catch (IOException e) {
      throw unreadable(record, e);
    }
  }

  private static RecordException unreadable(JournalRecord record, IOException cause) {
    return new RecordException(
        "journal record " + record + " can't be read: " + cause.getMessage(), cause);
  }
}
