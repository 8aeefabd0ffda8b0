package dev.perigee.fabric.image;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.artefact.ArchiveLimits;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.artefact.Lease;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// An archive of an image, read once from front to end: documents are kept in memory, all else goes
/// to the store at once and is held there until this is closed. The order of entries does not
/// matter.
final class ImageArchive implements AutoCloseable {
  private static final String BLOBS = "blobs/sha256/";
  private static final Set<String> DOCUMENTS = Set.of("index.json", "manifest.json", "oci-layout");
  private static final int GZIP_MAGIC = 0x8b1f;

  private final ArtefactStore artefacts;
  private final ArchiveLimits limits;
  private final Map<String, byte[]> documents = new HashMap<>();
  private final Map<String, Lease> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();
  private long bytes;

  private ImageArchive(ArtefactStore artefacts, ArchiveLimits limits) {
    this.artefacts = artefacts;
    this.limits = limits;
  }

  static ImageArchive read(InputStream in, ArtefactStore artefacts, ArchiveLimits limits) {
    ImageArchive archive = new ImageArchive(artefacts, limits);
    try {
      archive.read(in);
      return archive;
    } catch (ZipException e) {
      archive.close();
      throw Refusals.refused("the archive is damaged: " + e.getMessage(), e);
    } catch (IOException | IllegalArgumentException e) {
      archive.close();
      throw unreadable(e);
    } catch (FabricException e) {
      archive.close();
      throw e.reason() == FabricException.Reason.LOST ? unreadable(e) : e;
    }
  }

  private static FabricException unreadable(Exception e) {
    return Refusals.refused(
        "the archive can't be read to its end (%s): it has to be a tar, whole, as `docker save` or `skopeo copy .. oci-archive:FILE` writes it"
            .formatted(e.getMessage()),
        e);
  }

  private void read(InputStream in) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(unzipped(in), "UTF-8");
    int entries = 0;
    for (TarArchiveEntry each = tar.getNextEntry(); each != null; each = tar.getNextEntry()) {
      if (++entries > limits.maxEntries()) {
        throw Refusals.refused("the archive has more than %d entries".formatted(entries - 1));
      }
      read(each, tar);
    }
    if (entries == 0) {
      throw Refusals.refused(
          "it is empty, or no tar: it has to be an archive as `docker save` or `skopeo copy .."
              + " oci-archive:FILE` writes it");
    }
  }

  private static InputStream unzipped(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, 128 << 10);
    buffered.mark(2);
    int magic = buffered.read() | buffered.read() << 8;
    buffered.reset();
    return magic == GZIP_MAGIC ? new GZIPInputStream(buffered, 64 << 10) : buffered;
  }

  private void read(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
    String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
    if (entry.isSymbolicLink() || entry.isLink()) {
      links.put(name, entry.getLinkName());
    } else if (entry.isFile() && DOCUMENTS.contains(name)) {
      documents.put(name, tar.readNBytes(Manifest.BYTES_MAX));
    } else if (entry.isFile()) {
      store(name, tar);
    }
  }

  private void store(String name, InputStream content) {
    Lease lease = artefacts.put(content, limits.maxBytes() - bytes);
    Lease before = files.put(name, lease);
    if (before != null) {
      before.close();
    }
    long sizeBytes = artefacts.sizeBytes(lease.sha256());
    bytes += sizeBytes;
    if (name.startsWith(BLOBS) && !name.substring(BLOBS.length()).equals(lease.sha256())) {
      throw Refusals.refused(
          "blob %s has %d bytes with the hash %s: it was cut short or changed; write the archive anew"
              .formatted(name, sizeBytes, lease.sha256()));
    }
  }

  /// A document of the archive; empty if it is not there.
  byte[] document(String name) {
    return documents.getOrDefault(name, new byte[0]);
  }

  boolean has(String document) {
    return documents.containsKey(document);
  }

  /// A part by its descriptor, checked.
  void require(Descriptor part) {
    if (!files.containsKey(BLOBS + part.sha256())) {
      throw Refusals.refused(
          "blob %s (%s) is not in it: write the archive anew, with all layers"
              .formatted(part.digest(), part.mediaType()));
    }
    long sizeBytes = artefacts.sizeBytes(part.sha256());
    if (sizeBytes != part.sizeBytes()) {
      throw Refusals.refused(
          "blob %s has %d bytes, its descriptor says %d"
              .formatted(part.digest(), sizeBytes, part.sizeBytes()));
    }
  }

  /// The bytes of a document among the blobs.
  byte[] blob(Descriptor part) {
    require(part);
    if (part.sizeBytes() > Manifest.BYTES_MAX) {
      throw Refusals.refused(
          "document %s has %d bytes, at most %d are read"
              .formatted(part.digest(), part.sizeBytes(), Manifest.BYTES_MAX));
    }
    return artefacts.get(part.sha256());
  }

  /// A file of the older form, by name, through at most one link.
  Descriptor file(String mediaType, String name) {
    String there = files.containsKey(name) ? name : linked(name);
    Lease lease = files.get(there);
    if (lease == null) {
      throw Refusals.refused("manifest.json names '%s', which is not in it".formatted(name));
    }
    return new Descriptor(mediaType, lease.sha256(), artefacts.sizeBytes(lease.sha256()), "");
  }

  private String linked(String name) {
    String to = links.getOrDefault(name, name);
    int slash = name.lastIndexOf('/');
    return Path.of(slash < 0 ? "" : name.substring(0, slash), to).normalize().toString();
  }

  @Override
  public void close() {
    files.values().forEach(Lease::close);
  }
}
