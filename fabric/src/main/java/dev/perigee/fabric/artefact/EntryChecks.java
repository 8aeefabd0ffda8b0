package dev.perigee.fabric.artefact;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rules that need no byte of an entry's content. Every refusal names the entry.
final class EntryChecks {
  private static final int ENCRYPTED = 1;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int MAX_NAME_CHARS = 1024;

  private final ArchiveLimits limits;

  EntryChecks(ArchiveLimits limits) {
    this.limits = limits;
  }

  void check(List<ZipEntryInfo> entries) {
    Map<String, ZipEntryInfo> byPath = new HashMap<>();
    long totalBytes = 0;
    for (ZipEntryInfo entry : entries) {
      checkName(entry.name());
      checkKind(entry);
      checkRatio(entry);
      totalBytes += entry.unpackedBytes();
      if (totalBytes > limits.maxBytes()) {
        throw refused(
            entry.name(),
            "with it the archive unfolds to more than %d bytes".formatted(limits.maxBytes()));
      }
      if (byPath.put(entry.path(), entry) != null) {
        throw refused(entry.name(), "the archive has it twice");
      }
    }
    entries.forEach(e -> checkParents(e, byPath));
    checkOverlap(entries);
  }

  private static void checkName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
      throw refused(name, "a name has 1 to %d characters".formatted(MAX_NAME_CHARS));
    }
    if (name.startsWith("/") || name.matches("[A-Za-z]:.*")) {
      throw refused(name, "its name is absolute: names are relative to the code's folder");
    }
    if (name.indexOf('\\') >= 0 || name.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw refused(name, "its name has a backslash or a control character");
    }
    String path = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw refused(
            name, "its name has the part '%s' and could leave the folder".formatted(part));
      }
    }
  }

  private static void checkKind(ZipEntryInfo entry) {
    if ((entry.flags() & ENCRYPTED) != 0) {
      throw refused(entry.name(), "it is encrypted");
    }
    if (entry.method() != STORED && entry.method() != DEFLATED) {
      throw refused(
          entry.name(), "its compression method is %d: use deflate".formatted(entry.method()));
    }
    if (entry.isSpecial()) {
      throw refused(entry.name(), "it is neither a file nor a folder nor a link");
    }
    if (entry.isDirectory() && entry.unpackedBytes() != 0) {
      throw refused(entry.name(), "it is a folder with content");
    }
  }

  private void checkRatio(ZipEntryInfo entry) {
    boolean dense = entry.unpackedBytes() / limits.maxRatio() > entry.packedBytes();
    if (dense && entry.unpackedBytes() > ArchiveLimits.DENSE_BYTES) {
      throw refused(
          entry.name(),
          "it unfolds from %d to %d bytes, more than %d times: a zip bomb"
              .formatted(entry.packedBytes(), entry.unpackedBytes(), limits.maxRatio()));
    }
  }

  /// Nothing lies below a file or a link.
  private static void checkParents(ZipEntryInfo entry, Map<String, ZipEntryInfo> byPath) {
    String path = entry.path();
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      ZipEntryInfo parent = byPath.get(path.substring(0, slash));
      if (parent != null && (!parent.isDirectory() || parent.isLink())) {
        throw refused(
            entry.name(), "it lies below %s, which is no folder".formatted(parent.name()));
      }
    }
  }

  /// Entries that share bytes are how a small archive unfolds to a giant one.
  private static void checkOverlap(List<ZipEntryInfo> entries) {
    List<ZipEntryInfo> byPlace = new ArrayList<>(entries);
    byPlace.sort(Comparator.comparingLong(ZipEntryInfo::headerOffset));
    for (int i = 1; i < byPlace.size(); i++) {
      ZipEntryInfo before = byPlace.get(i - 1);
      if (before.headerOffset() + ZipDirectory.LOCAL_BYTES + before.packedBytes()
          > byPlace.get(i).headerOffset()) {
        throw refused(
            byPlace.get(i).name(), "it shares bytes with %s: a zip bomb".formatted(before.name()));
      }
    }
  }

  static FabricException refused(String entry, String why) {
    return new FabricException(
        Reason.REFUSED,
        "the zip archive is refused because of its entry '%s': %s".formatted(entry, why));
  }
}
