package dev.perigee.runtime.wasm.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.Import;

/// Whether a module is a WASI command that we can run. All problems are told at once.
final class CommandCheck {
  static final String START = "_start";
  private static final int TABLE_ENTRIES_MAX = 1 << 20;
  private static final int SHOWN_MAX = 5;

  private final WasmModule module;
  private final List<String> problems = new ArrayList<>();

  private CommandCheck(WasmModule module) {
    this.module = module;
  }

  static void require(WasmModule module) throws ModuleException {
    CommandCheck check = new CommandCheck(module);
    check.checkStart();
    check.checkImports();
    check.checkMemoryAndTables();
    if (!check.problems.isEmpty()) {
      throw new ModuleException("not a WASI command: " + String.join("; ", check.problems));
    }
  }

  private void checkStart() {
    int index = startIndex(module);
    if (index < 0) {
      problems.add(
          "it exports no function "
              + START
              + " (a library or reactor? build a program with main, for example"
              + " clang --target=wasm32-wasi -o f.wasm f.c)");
    } else if (!typeOf(index).params().isEmpty() || !typeOf(index).returns().isEmpty()) {
      problems.add(START + " must take and return nothing, it is " + typeOf(index));
    }
  }

  /// Index of the function to call, -1 if there is none.
  static int startIndex(WasmModule module) {
    for (int i = 0; i < module.exportSection().exportCount(); i++) {
      var export = module.exportSection().getExport(i);
      if (export.name().equals(START) && export.exportType() == ExternalType.FUNCTION) {
        return export.index();
      }
    }
    return -1;
  }

  private FunctionType typeOf(int index) {
    int imported = module.importSection().count(ExternalType.FUNCTION);
    if (index >= imported) {
      return module
          .typeSection()
          .getType(module.functionSection().getFunctionType(index - imported));
    }
    return functionImports(module)
        .map(found -> module.typeSection().getType(found.typeIndex()))
        .toList()
        .get(index);
  }

  static Stream<FunctionImport> functionImports(WasmModule module) {
    return module.importSection().stream()
        .filter(FunctionImport.class::isInstance)
        .map(FunctionImport.class::cast);
  }

  private void checkImports() {
    List<String> unknown =
        module.importSection().stream()
            .filter(found -> !isProvided(found))
            .map(CommandCheck::nameOf)
            .toList();
    if (!unknown.isEmpty()) {
      String shown = String.join(", ", unknown.subList(0, Math.min(SHOWN_MAX, unknown.size())));
      problems.add(
          "it imports "
              + shown
              + (unknown.size() > SHOWN_MAX ? ", .. (" + unknown.size() + " in all)" : "")
              + ", which nothing provides: only functions of "
              + SystemCallTable.MODULE
              + " are there (build it for wasm32-wasi or wasm32-wasip1)");
    }
    functionImports(module).filter(this::isProvided).forEach(this::checkSignature);
  }

  private boolean isProvided(Import found) {
    return found.importType() == ExternalType.FUNCTION
        && found.module().equals(SystemCallTable.MODULE);
  }

  private void checkSignature(FunctionImport found) {
    SystemCallTable.Entry entry = SystemCallTable.find(found.name());
    FunctionType type = module.typeSection().getType(found.typeIndex());
    if (entry != null && type.params().size() != entry.parameters()) {
      problems.add(
          "it imports "
              + nameOf(found)
              + " with "
              + type.params().size()
              + " parameters, it has "
              + entry.parameters());
    }
    if (type.returns().size() > 1) {
      problems.add("it imports " + nameOf(found) + " with " + type.returns().size() + " results");
    }
  }

  private static String nameOf(Import found) {
    return found.module() + "." + found.name();
  }

  private void checkMemoryAndTables() {
    int memories = module.memorySection().map(section -> section.memoryCount()).orElse(0);
    if (memories != 1) {
      problems.add("it has " + memories + " memories, a command has one");
    }
    for (int i = 0; i < module.tableSection().tableCount(); i++) {
      long entries = module.tableSection().getTable(i).limits().min();
      if (entries > TABLE_ENTRIES_MAX) {
        problems.add(
            "table "
                + i
                + " has "
                + entries
                + " entries, at most "
                + TABLE_ENTRIES_MAX
                + " are allowed");
      }
    }
  }
}
