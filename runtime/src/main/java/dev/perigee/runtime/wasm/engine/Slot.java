package dev.perigee.runtime.wasm.engine;

import java.util.function.Function;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.TableInstance;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;

/// What one run at a time uses: a memory and the system bound to it. Instances are made anew for
/// each run.
final class Slot {
  private static final int TABLE_ENTRIES_MAX = 1 << 20;
  private static final long[] NOTHING = {};

  private final LinearMemory memory;
  private final SystemCalls system;
  private final Instance.Builder instances;

  Slot(
      WasmModule module,
      Function<Instance, Machine> machines,
      LinearMemory memory,
      ProgramSpec spec) {
    this.memory = memory;
    this.system = new SystemCalls(memory, spec);
    this.instances =
        Instance.builder(module)
            .withMachineFactory(machines)
            .withMemoryFactory(limits -> memory)
            .withTableFactory(Slot::table)
            .withImportValues(imports(module, system))
            .withStart(false);
  }

  LinearMemory memory() {
    return memory;
  }

  SystemCalls system() {
    return system;
  }

  Instance newInstance() {
    return instances.build();
  }

  /// Limits of its own: the engine would count the growth of one instance's table in the module's
  /// limits.
  private static TableInstance table(Table table, int initialValue) {
    TableLimits limits = table.limits();
    long max = Math.max(limits.min(), Math.min(limits.max(), TABLE_ENTRIES_MAX));
    TableLimits own = new TableLimits(limits.min(), max, limits.shared());
    return new TableInstance(new Table(table.elementType(), own, table.initialize()), initialValue);
  }

  private static ImportValues imports(WasmModule module, SystemCalls system) {
    return ImportValues.builder()
        .addFunction(
            CommandCheck.functionImports(module)
                .distinct()
                .map(found ->
                    function(found, module.typeSection().getType(found.typeIndex()), system))
                .toArray(ImportFunction[]::new))
        .build();
  }

  private static ImportFunction function(
      FunctionImport found, FunctionType type, SystemCalls system) {
    return new HostFunction(found.module(), found.name(), type, handle(found, type, system));
  }

  private static WasmFunctionHandle handle(
      FunctionImport found, FunctionType type, SystemCalls system) {
    SystemCallTable.Entry entry = SystemCallTable.find(found.name());
    SystemCallTable.Call call = entry == null ? (_, _) -> Errno.NOSYS : entry.call();
    // Only `proc_exit` returns nothing, and it does not return.
    boolean silent = type.returns().isEmpty();
    return (_, args) -> result(call.on(system, args), silent);
  }

  private static long[] result(int errno, boolean silent) {
    return silent ? NOTHING : new long[] {errno};
  }
}
