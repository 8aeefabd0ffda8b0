package dev.perigee.platform.image;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.artefact.Lease;
import dev.perigee.fabric.image.Image;
import dev.perigee.fabric.image.ImageCommand;
import dev.perigee.fabric.image.ImageNames;
import dev.perigee.fabric.image.ImageStore;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.Images;
import dev.perigee.world.Clock;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Images by name and digest, and the collection of artefacts that nothing refers to.
public final class ImageLibrary implements Images {
  private final ArtefactStore artefacts;
  private final ImageStore images;
  private final ImageNames names;
  private final Supplier<Collection<FunctionSpec>> functions;
  private final Supplier<Collection<String>> others;
  private final Fresh fresh;

  /// @param functions all that are deployed, in all versions
  /// @param others artefacts that are kept beside theirs
  public ImageLibrary(
      ArtefactStore artefacts,
      ImageNames names,
      Clock clock,
      Supplier<Collection<FunctionSpec>> functions,
      Supplier<Collection<String>> others) {
    this.artefacts = artefacts;
    this.images = ImageStore.of(artefacts);
    this.names = names;
    this.functions = functions;
    this.others = others;
    this.fresh = new Fresh(clock::monoNs);
  }

  @Override
  public Named load(String tenant, Optional<String> name, InputStream archive) {
    Optional<String> wanted = name.map(ImageReference::of).map(ImageReference::name);
    try {
      ImageStore.Loaded loaded = images.load(archive);
      if (wanted.isPresent()) {
        names.put(tenant, wanted.get(), loaded.image().sha256());
        loaded.close();
      } else {
        fresh.add(tenant, loaded);
      }
      return new Named(wanted.orElse(""), loaded.image());
    } catch (FabricException e) {
      throw refused(e);
    }
  }

  private static ControlException refused(FabricException e) {
    Kind kind = e.reason() == FabricException.Reason.REFUSED ? Kind.INVALID : Kind.UNAVAILABLE;
    return new ControlException(kind, List.of(String.valueOf(e.getMessage())));
  }

  @Override
  public List<Named> list(String tenant) {
    return names.of(tenant).entrySet().stream()
        .map(entry -> new Named(entry.getKey(), images.image(entry.getValue())))
        .toList();
  }

  @Override
  public boolean delete(String tenant, String name) {
    boolean deleted = names.remove(tenant, ImageReference.of(name).name());
    collect();
    return deleted;
  }

  /// The image that a tenant means, held until it is closed, with its command checked.
  ///
  /// @param handler what the function says of the command
  public Lease open(String tenant, String reference, String handler) {
    String sha256 =
        find(tenant, ImageReference.of(reference)).orElseThrow(() -> unknown(reference));
    Lease lease = artefacts.hold(sha256);
    try {
      var _ = ImageCommand.of(images.image(sha256).config(), handler);
      return lease;
    } catch (FabricException e) {
      lease.close();
      throw refused(e);
    }
  }

  /// By digest only what is the tenant's own: a hash must not be a key to the code of others.
  private Optional<String> find(String tenant, ImageReference reference) {
    String sha256 = reference.sha256();
    if (sha256.isEmpty()) {
      return names.find(tenant, reference.name());
    }
    boolean own =
        fresh.contains(tenant, sha256)
            || names.of(tenant).containsValue(sha256)
            || functions.get().stream()
                .anyMatch(each -> each.tenant().equals(tenant) && each.codeSha256().equals(sha256));
    return own ? Optional.of(sha256) : Optional.empty();
  }

  private static ControlException unknown(String reference) {
    return new ControlException(
        Kind.INVALID,
        List.of(
            "there is no image '"
                + reference
                + "' here, and images are not fetched from registries: bring it with `perigee image"
                + " load FILE --name NAME`; `perigee image list` shows those there are"));
  }

  public static boolean isImage(String runtime) {
    return runtime.equals(Image.RUNTIME);
  }

  /// Of an image's layers, as they came.
  public long sizeBytes(String sha256) {
    return images.image(sha256).sizeBytes();
  }

  /// A version refers to it now.
  public void deployed(FunctionSpec function) {
    fresh.remove(function.tenant(), function.codeSha256());
  }

  /// Deletes all artefacts that no version, no name and nobody at work refers to.
  public void collect() {
    fresh.expire();
    var _ = artefacts.collect(this::references);
  }

  private Set<String> references() {
    Set<String> referenced = images.references(functions.get());
    referenced.addAll(others.get());
    names.all().forEach(sha256 -> referenced.addAll(images.parts(sha256)));
    return referenced;
  }
}
