package dev.perigee.runtime.shim;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds out what a type variable of a superclass or interface stands for in a class.
final class Generics {
  private Generics() {}

  static Type resolve(Type type, Class<?> in) {
    if (type instanceof Class<?>) {
      return type;
    }
    Map<TypeVariable<?>, Type> known = new HashMap<>();
    collect(in, known);
    Type found = type;
    for (int i = 0; i < known.size() && found instanceof TypeVariable<?>; i++) {
      @Nullable Type next = known.get(found);
      if (next == null) {
        break;
      }
      found = next;
    }
    return found instanceof TypeVariable<?> free ? free.getBounds()[0] : found;
  }

  private static void collect(@Nullable Type type, Map<TypeVariable<?>, Type> known) {
    if (type instanceof ParameterizedType given && given.getRawType() instanceof Class<?> raw) {
      TypeVariable<?>[] variables = raw.getTypeParameters();
      for (int i = 0; i < variables.length; i++) {
        known.put(variables[i], given.getActualTypeArguments()[i]);
      }
      collect(raw, known);
    } else if (type instanceof Class<?> raw) {
      collect(raw.getGenericSuperclass(), known);
      for (Type each : raw.getGenericInterfaces()) {
        collect(each, known);
      }
    }
  }
}
