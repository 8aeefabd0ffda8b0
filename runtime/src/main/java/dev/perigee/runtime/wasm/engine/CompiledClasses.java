package dev.perigee.runtime.wasm.engine;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;

/// Loads the classes of one artefact; they go when the program goes.
final class CompiledClasses extends ClassLoader {
  private final Map<String, byte[]> classes;

  private CompiledClasses(Map<String, byte[]> classes) {
    super("wasm", Machine.class.getClassLoader());
    this.classes = new ConcurrentHashMap<>(classes);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.remove(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  static Function<Instance, Machine> machines(Artefact artefact) throws DamagedArtefactException {
    try {
      Class<?> main = new CompiledClasses(artefact.classes()).loadClass(artefact.mainClass());
      MethodHandle constructor =
          MethodHandles.publicLookup()
              .findConstructor(main, MethodType.methodType(void.class, Instance.class))
              .asType(MethodType.methodType(Machine.class, Instance.class));
      return instance -> newMachine(constructor, instance);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new DamagedArtefactException("its classes can't be loaded: " + e);
    }
  }

  private static Machine newMachine(MethodHandle constructor, Instance instance) {
    try {
      return (Machine) constructor.invokeExact(instance);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
