package dev.perigee.platform.control;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is kept about a deployment beside what it takes to run it.
///
/// @param revision that of the deployment that this belongs to
/// @param codeBytes size of the code archive
/// @param revisionId changes with every change
/// @param echoed what clients set, read back and the platform makes no use of: JSON by field name
public record Facts(
    int revision,
    String description,
    String role,
    long codeBytes,
    long modifiedUtcNs,
    String revisionId,
    SortedMap<String, String> echoed) {

  public Facts {
    echoed = Collections.unmodifiableSortedMap(new TreeMap<>(echoed));
  }

  /// The same with a new description, as a published version has it.
  public Facts published(int newRevision, String newDescription, long utcNs, String newRevisionId) {
    return new Facts(newRevision, newDescription, role, codeBytes, utcNs, newRevisionId, echoed);
  }
}
