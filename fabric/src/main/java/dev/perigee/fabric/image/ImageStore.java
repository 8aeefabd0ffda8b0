package dev.perigee.fabric.image;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.artefact.ArchiveLimits;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.artefact.Layers;
import dev.perigee.fabric.artefact.Lease;
import dev.perigee.model.function.FunctionSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipException;

/// Images among the artefacts. Keeps nothing of its own, so any number may look at one store.
///
/// @param platform such as `linux/amd64`: what images have to be for
public record ImageStore(ArtefactStore artefacts, String platform, ArchiveLimits limits) {

  /// For images that run on this machine.
  public static ImageStore of(ArtefactStore artefacts) {
    return new ImageStore(artefacts, machine(), ArchiveLimits.IMAGE);
  }

  private static String machine() {
    String architecture = System.getProperty("os.arch", "");
    return "linux/"
        + switch (architecture) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> architecture;
        };
  }

  /// An image that is held in the store until this is closed.
  public record Loaded(Image image, Lease lease, List<Lease> parts) implements AutoCloseable {
    @Override
    public void close() {
      lease.close();
      parts.forEach(Lease::close);
    }
  }

  /// Reads an archive, verifies all of it and unpacks it.
  public Loaded load(InputStream archive) {
    try (ImageArchive read = ImageArchive.read(archive, artefacts, limits)) {
      Lease lease = new ManifestFinder(artefacts, platform).find(read);
      try {
        Manifest manifest = manifest(lease.sha256());
        requireParts(read, manifest);
        Image image = image(lease.sha256());
        Loaded loaded =
            new Loaded(image, lease, image.parts().stream().map(artefacts::hold).toList());
        return unpacked(loaded);
      } catch (FabricException e) {
        lease.close();
        throw e;
      }
    }
  }

  private static void requireParts(ImageArchive read, Manifest manifest) {
    if (read.has("index.json")) {
      read.require(manifest.config());
      manifest.layers().forEach(read::require);
    }
  }

  private Loaded unpacked(Loaded loaded) {
    try {
      var _ = root(loaded.image().sha256());
      return loaded;
    } catch (FabricException e) {
      loaded.close();
      throw e;
    }
  }

  private Manifest manifest(String sha256) {
    return Manifest.parse(sha256, artefacts.get(sha256));
  }

  /// What is known of an image.
  public Image image(String sha256) {
    Manifest manifest = manifest(sha256);
    String config = manifest.config().sha256();
    Image image = Image.of(manifest, ImageConfig.parse(config, artefacts.get(config)));
    if (!image.config().platform().equals(platform)) {
      throw Refusals.refused(
          "it is for %s, this machine is %s: build it with `--platform %s`"
              .formatted(image.config().platform(), platform, platform));
    }
    if (image.config().diffIds().size() != image.layerCount()) {
      throw Refusals.refused(
          "its configuration names %d layers, its manifest %d"
              .formatted(image.config().diffIds().size(), image.layerCount()));
    }
    return image;
  }

  /// The names of all artefacts that an image consists of; only its own if it is not here.
  public Set<String> parts(String sha256) {
    return artefacts.contains(sha256) ? Image.parts(manifest(sha256)) : Set.of(sha256);
  }

  /// The names of all artefacts that functions refer to, archives included.
  public Set<String> references(Collection<FunctionSpec> functions) {
    Set<String> referenced = new HashSet<>();
    for (FunctionSpec function : functions) {
      referenced.add(function.codeSha256());
      if (!function.layersSha256().isEmpty()) {
        referenced.addAll(new Layers(artefacts).parts(function.layersSha256()));
      }
      if (function.runtime().equals(Image.RUNTIME)) {
        referenced.addAll(parts(function.codeSha256()));
      }
    }
    return referenced;
  }

  /// The tree that an image's processes see as their root; made at the first call.
  public Path root(String sha256) {
    Manifest manifest = manifest(sha256);
    List<String> diffIds = image(sha256).config().diffIds();
    return artefacts.unpacked(
        sha256,
        (_, target) -> {
          List<Path> layers = new ArrayList<>();
          for (int i = 0; i < manifest.layers().size(); i++) {
            layers.add(layer(manifest.layers().get(i), diffIds.get(i)));
          }
          new RootBuilder(target).build(layers);
        });
  }

  private Path layer(Descriptor layer, String diffId) {
    return artefacts.unpacked(
        layer.sha256(), (content, target) -> unpack(layer, diffId, content, target));
  }

  private void unpack(Descriptor layer, String diffId, Path content, Path target)
      throws IOException {
    String name = "layer " + layer.digest();
    try (LayerStream tar = LayerStream.open(content, MediaTypes.isGzip(layer), limits)) {
      new LayerUnpacker(name, target, limits).unpack(tar);
      String actual = tar.finish();
      if (!actual.equals(diffId)) {
        throw Refusals.refused(
            "%s, uncompressed, has the hash %s; the configuration says %s: build the image anew"
                .formatted(name, actual, diffId));
      }
    } catch (ZipException e) {
      throw Refusals.refused(name + " is damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      if (isDamage(e)) {
        throw Refusals.refused(
            "%s ends too early or is no tar archive (%s): write the archive anew"
                .formatted(name, e.getMessage()),
            e);
      }
      throw e;
    }
  }

  /// What reading says of an archive, in contrast to what writing says of the disk.
  private static boolean isDamage(IOException e) {
    return !(e instanceof FileSystemException)
        && !String.valueOf(e.getMessage()).contains("No space left");
  }
}
