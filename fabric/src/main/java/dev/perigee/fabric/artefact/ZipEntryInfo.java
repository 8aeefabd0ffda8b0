package dev.perigee.fabric.artefact;

/// What the central directory says of one entry.
///
/// @param name with a `/` at the end for a folder
/// @param unixMode with the file type bits; 0 if the archive was not made on Unix
/// @param headerOffset of its local header
record ZipEntryInfo(
    String name,
    int unixMode,
    int method,
    int flags,
    long crc32,
    long packedBytes,
    long unpackedBytes,
    long headerOffset) {
  private static final int TYPE_MASK = 0xf000;
  private static final int TYPE_DIRECTORY = 0x4000;
  private static final int TYPE_FILE = 0x8000;
  private static final int TYPE_LINK = 0xa000;

  boolean isDirectory() {
    return name.endsWith("/");
  }

  boolean isLink() {
    return (unixMode & TYPE_MASK) == TYPE_LINK;
  }

  /// Neither file, folder nor link: a device, a socket, a pipe.
  boolean isSpecial() {
    int type = unixMode & TYPE_MASK;
    return type != 0 && type != TYPE_FILE && type != TYPE_DIRECTORY && type != TYPE_LINK;
  }

  /// The name without the `/` of a folder.
  String path() {
    return isDirectory() ? name.substring(0, name.length() - 1) : name;
  }

  /// Read, write and run bits; set-user-id and its like are dropped, and the owner can always read
  /// and write.
  int permissions() {
    int given = unixMode & 0777;
    if (isDirectory()) {
      return given == 0 ? 0755 : given | 0700;
    }
    return given == 0 ? 0644 : given | 0600;
  }
}
