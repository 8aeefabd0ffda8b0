package dev.perigee.fabric.journal;

import dev.perigee.fabric.FabricException;
import java.util.Arrays;
import java.util.Objects;

/// One record. Offsets are dense, begin at 0 and are given by the journal: a draft has
/// [#UNASSIGNED].
///
/// @param version the format version of the payload; a release reads all versions up to its own
/// @param kind what the payload is, for instance `deployment`
/// @param utcNs when it was made, Unix time
public record JournalRecord(
    long offset, int version, String kind, String tenant, long utcNs, byte[] payload) {

  /// The offset of a record that no journal has taken yet.
  public static final long UNASSIGNED = -1;

  /// The version that this release writes.
  public static final int VERSION = 1;

  /// The largest payload: code lies in the artefact store, not here.
  public static final int MAX_PAYLOAD_BYTES = 8 << 20;

  private static final String TOO_LARGE =
      "payload must be <= " + MAX_PAYLOAD_BYTES + " bytes, got ";

  public JournalRecord {
    require(offset >= UNASSIGNED, "offset must be >= -1, got ", offset);
    require(version >= 1, "version must be >= 1, got ", version);
    require(!kind.isEmpty(), "kind must not be empty, its length is ", 0);
    require(!tenant.isEmpty(), "tenant must not be empty, its length is ", 0);
    require(payload.length <= MAX_PAYLOAD_BYTES, TOO_LARGE, payload.length);
  }

  /// A record to append, in the version of this release.
  public static JournalRecord draft(String kind, String tenant, long utcNs, byte[] payload) {
    return new JournalRecord(UNASSIGNED, VERSION, kind, tenant, utcNs, payload);
  }

  /// The same record at an offset.
  public JournalRecord at(long newOffset) {
    return new JournalRecord(newOffset, version, kind, tenant, utcNs, payload);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JournalRecord r
        && offset == r.offset
        && version == r.version
        && utcNs == r.utcNs
        && kind.equals(r.kind)
        && tenant.equals(r.tenant)
        && Arrays.equals(payload, r.payload);
  }

  @Override
  public int hashCode() {
    return Objects.hash(offset, version, kind, tenant, utcNs, Arrays.hashCode(payload));
  }

  @Override
  public String toString() {
    return kind + "@" + offset + " of " + tenant + ", " + payload.length + " bytes";
  }

  /// A journal is millions of records, so that the text is made only if it is needed.
  private static void require(boolean holds, String message, long value) {
    if (!holds) {
      throw new FabricException(
          FabricException.Reason.REFUSED, "journal record: " + message + value);
    }
  }
}
