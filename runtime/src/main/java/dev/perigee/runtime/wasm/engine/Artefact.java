package dev.perigee.runtime.wasm.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/// A compiled module in one file: magic, the module without the bodies that were compiled, name of
/// the main class, the classes; at the end a CRC-32C of all before it. Not compressed, so that
/// loading is only reading.
///
/// @param skeleton the module as the engine still needs it: types, imports, exports, data, bodies
///   left to interpret
record Artefact(byte[] skeleton, String mainClass, Map<String, byte[]> classes) {
  private static final int MAGIC = 0x50_57_41_31; // "PWA1"
  private static final int CLASSES_MAX = 100_000;

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(skeleton.length);
      out.write(skeleton);
      out.writeUTF(mainClass);
      out.writeInt(classes.size());
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeInt(entry.getValue().length);
        out.write(entry.getValue());
      }
      out.writeInt(crc(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Artefact ofBytes(byte[] bytes) throws DamagedArtefactException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      require(bytes.length > 16 && in.readInt() == MAGIC, "it starts differently");
      require(storedCrc(bytes) == crc(bytes, bytes.length - 4), "its checksum is wrong");
      byte[] skeleton = block(in);
      String mainClass = in.readUTF();
      int count = in.readInt();
      require(count >= 0 && count <= CLASSES_MAX, count + " classes");
      Map<String, byte[]> classes = LinkedHashMap.newLinkedHashMap(count);
      for (int i = 0; i < count; i++) {
        classes.put(in.readUTF(), block(in));
      }
      return new Artefact(skeleton, mainClass, classes);
    } catch (IOException e) {
      throw new DamagedArtefactException("no compiled module of this version: " + e.getMessage());
    }
  }

  private static byte[] block(DataInputStream in) throws IOException {
    int length = in.readInt();
    require(length >= 0 && length <= in.available(), "a block of " + length + " bytes");
    return in.readNBytes(length);
  }

  private static void require(boolean holds, String problem) throws IOException {
    if (!holds) {
      throw new IOException(problem);
    }
  }

  private static int storedCrc(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt(bytes.length - 4);
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
