package dev.perigee.cli;

import picocli.CommandLine.Command;

/// `perigee bucket`: objects by key.
@Command(
    name = "bucket",
    description = "Create buckets; read and write objects by key.",
    mixinStandardHelpOptions = true)
final class BucketVerb extends ItemVerb {
  BucketVerb(Context context) {
    super(context, "bucket", "objects");
  }
}
