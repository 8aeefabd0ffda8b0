/// Container images in the store of artefacts, without a daemon or a registry.
///
/// An image comes as an archive of an OCI image layout (image-spec v1.1, `image-layout.md`) or as
/// what `docker save` writes, older forms included. Its manifest, its configuration and its layers
/// are artefacts of their own, named by their SHA-256, so images share what they have in common. A
/// layer is unpacked once; the root of an image is a tree of hard links to the files of its layers,
/// with the whiteouts of `layer.md` applied. Nothing that was not verified against its digest is
/// ever unpacked.
@NullMarked
package dev.perigee.fabric.image;

import org.jspecify.annotations.NullMarked;
