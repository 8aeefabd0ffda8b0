package dev.perigee.runtime.wasm.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import run.endive.compiler.Cache;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.wasm.Encoding;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.WasmWriter;
import run.endive.wasm.types.OpCode;
import run.endive.wasm.types.RawSection;
import run.endive.wasm.types.SectionId;

/// Makes an artefact of a module.
final class ModuleCompiler {
  /// Where compiled classes live; their loader holds nothing else.
  private static final String CLASS_NAME = "dev.perigee.compiled.Module";

  private static final int COMPONENT_VERSION = 0x0001_000d;

  private ModuleCompiler() {}

  static Compiled compile(byte[] bytes) throws ModuleException {
    WasmModule module = parse(bytes);
    CommandCheck.require(module);
    List<String> notes = new ArrayList<>();
    Captured captured = compile(module, notes);
    byte[] skeleton = notes.isEmpty() ? skeleton(bytes) : bytes;
    try {
      return new Compiled(captured.toArtefact(skeleton).toBytes(), notes);
    } catch (IOException e) {
      throw new ModuleException("what the compiler gave can't be read: " + e.getMessage(), e);
    }
  }

  private static WasmModule parse(byte[] bytes) throws ModuleException {
    if (bytes.length >= 8
        && ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4) == COMPONENT_VERSION) {
      throw new ModuleException(
          "it is a WebAssembly component; build a core module (target wasm32-wasi or"
              + " wasm32-wasip1)");
    }
    try {
      return Parser.parse(bytes);
    } catch (RuntimeException | AssertionError | OutOfMemoryError e) {
      // The parser believes the counts of a module and asks for lists of that length at once.
      throw new ModuleException(
          "not a valid WebAssembly module ("
              + bytes.length
              + " bytes): "
              + e.getMessage()
              + "; build it for wasm32-wasi and send the .wasm file itself",
          e);
    }
  }

  /// First without interpreter; if a function is too large for a JVM method, again with it, and a
  /// note.
  private static Captured compile(WasmModule module, List<String> notes) throws ModuleException {
    try {
      return compile(module, InterpreterFallback.FAIL);
    } catch (WasmEngineException tooLarge) {
      notes.add(
          "interpreted, several times slower, are functions too large to compile (build with -O2 or"
              + " -Oz, or split them): "
              + firstLine(tooLarge));
    } catch (RuntimeException e) {
      throw new ModuleException("the module can't be compiled: " + firstLine(e), e);
    }
    try {
      return compile(module, InterpreterFallback.SILENT);
    } catch (RuntimeException e) {
      throw new ModuleException("the module can't be compiled: " + firstLine(e), e);
    }
  }

  private static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static Captured compile(WasmModule module, InterpreterFallback fallback) {
    Captured captured = new Captured();
    var _ =
        MachineFactoryCompiler.builder(module)
            .withClassName(CLASS_NAME)
            .withInterpreterFallback(fallback)
            .withCache(captured)
            .compile();
    return captured;
  }

  /// The module with bodies that only trap in place of the compiled ones, and without custom
  /// sections.
  private static byte[] skeleton(byte[] bytes) {
    WasmWriter writer = new WasmWriter();
    Parser.parseWithoutDecoding(
        bytes,
        section -> {
          RawSection raw = (RawSection) section;
          if (raw.sectionId() == SectionId.CODE) {
            writer.writeSection(SectionId.CODE, emptyBodies(raw.contents()));
          } else if (raw.sectionId() != SectionId.CUSTOM) {
            writer.writeSection(raw);
          }
        });
    return writer.bytes();
  }

  private static byte[] emptyBodies(byte[] codeSection) {
    int count = (int) Encoding.readVarUInt32(ByteBuffer.wrap(codeSection));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WasmWriter.writeVarUInt32(out, count);
    byte[] body = {3, 0, (byte) OpCode.UNREACHABLE.opcode(), (byte) OpCode.END.opcode()};
    for (int i = 0; i < count; i++) {
      out.writeBytes(body);
    }
    return out.toByteArray();
  }

  /// Takes the classes where the compiler would cache them.
  private static final class Captured implements Cache {
    private byte[] jar = new byte[0];

    @Override
    public byte @Nullable [] get(String key) {
      return null;
    }

    @Override
    public void putIfAbsent(String key, byte[] data) {
      jar = data;
    }

    Artefact toArtefact(byte[] skeleton) throws IOException {
      Map<String, byte[]> classes = new LinkedHashMap<>();
      Properties properties = new Properties();
      try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          if (entry.getName().endsWith(".class")) {
            classes.put(className(entry), in.readAllBytes());
          } else {
            properties.load(in);
          }
        }
      }
      return new Artefact(skeleton, properties.getProperty("mainClass", CLASS_NAME), classes);
    }

    private static String className(ZipEntry entry) {
      return entry
          .getName()
          .substring(0, entry.getName().length() - ".class".length())
          .replace('/', '.');
    }
  }
}
