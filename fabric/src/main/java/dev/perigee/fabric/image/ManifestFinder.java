package dev.perigee.fabric.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.artefact.Lease;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;

/// Finds the manifest of the image for one platform in an archive.
///
/// @param platform such as `linux/amd64`
record ManifestFinder(ArtefactStore artefacts, String platform) {
  private static final int NESTED_MAX = 4;

  /// The manifest, held in the store.
  Lease find(ImageArchive archive) {
    if (archive.has("index.json")) {
      Document index = Document.parse("index.json", archive.document("index.json"));
      Descriptor found = find(archive, index, NESTED_MAX);
      MediaTypes.requireManifest(found);
      archive.require(found);
      return artefacts.hold(found.sha256());
    }
    if (archive.has("manifest.json")) {
      return older(archive);
    }
    throw Refusals.refused(
        "there is neither index.json nor manifest.json in it: it has to be an OCI image layout, or"
            + " what `docker save` writes");
  }

  private Descriptor find(ImageArchive archive, Document index, int depth) {
    List<Descriptor> all = index.objects("manifests").stream().map(Descriptor::of).toList();
    List<Descriptor> fitting =
        all.stream()
            .filter(each -> each.platform().isEmpty() || each.platform().equals(platform))
            .toList();
    if (fitting.isEmpty()) {
      throw Refusals.refused(
          "it is for %s, this machine is %s: build it with `--platform %s`"
              .formatted(
                  all.stream().map(Descriptor::platform).sorted().toList(), platform, platform));
    }
    if (fitting.size() > 1) {
      throw Refusals.refused(
          "%s holds %d images for %s: write an archive with one"
              .formatted(index.where(), fitting.size(), platform));
    }
    Descriptor found = fitting.getFirst();
    if (!MediaTypes.isIndex(found.mediaType())) {
      return found;
    }
    if (depth == 0) {
      throw Refusals.refused("its indexes are nested more than %d deep".formatted(NESTED_MAX));
    }
    return find(archive, Document.parse("index " + found.digest(), archive.blob(found)), depth - 1);
  }

  /// What `docker save` wrote before release 25: layers by the names of folders. The manifest is
  /// made here.
  private Lease older(ImageArchive archive) {
    List<Document> images =
        Document.parse("manifest.json", archive.document("manifest.json")).objects("");
    if (images.size() != 1) {
      throw Refusals.refused(
          "manifest.json names %d images: write an archive with one".formatted(images.size()));
    }
    Document image = images.getFirst();
    Descriptor config = archive.file(MediaTypes.CONFIG, image.needed("Config"));
    List<Descriptor> layers = new ArrayList<>();
    image.texts("Layers").forEach(name -> layers.add(archive.file(MediaTypes.LAYER, name)));
    byte[] made = manifest(config, layers).toString().getBytes(UTF_8);
    return artefacts.put(new ByteArrayInputStream(made), Manifest.BYTES_MAX);
  }

  private static ObjectNode manifest(Descriptor config, List<Descriptor> layers) {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("schemaVersion", 2).put("mediaType", MediaTypes.MANIFEST);
    manifest.set("config", json(config));
    var list = manifest.putArray("layers");
    layers.forEach(layer -> list.add(json(layer)));
    return manifest;
  }

  private static ObjectNode json(Descriptor part) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("mediaType", part.mediaType())
        .put("digest", part.digest())
        .put("size", part.sizeBytes());
  }
}
