package dev.perigee.runtime.shim;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns what was read from JSON into the type that somebody wants.
final class Binding {
  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          int.class,
          Integer.class,
          long.class,
          Long.class,
          double.class,
          Double.class,
          boolean.class,
          Boolean.class,
          float.class,
          Float.class,
          short.class,
          Short.class,
          byte.class,
          Byte.class,
          char.class,
          Character.class);

  private static final Set<String> MAKERS = Set.of("valueOf", "parse", "fromString", "of");

  private Binding() {}

  static @Nullable Object to(Type type, @Nullable Object value) {
    if (type instanceof Class<?> wanted) {
      return toClass(wanted, value);
    }
    if (type instanceof ParameterizedType given && given.getRawType() instanceof Class<?> raw) {
      return toGeneric(raw, given.getActualTypeArguments(), value);
    }
    if (type instanceof GenericArrayType array && value instanceof List<?> items) {
      return array((Class<?>) rawOf(array.getGenericComponentType()), items);
    }
    return type instanceof WildcardType wildcard ? to(wildcard.getUpperBounds()[0], value) : value;
  }

  private static Type rawOf(Type type) {
    return type instanceof ParameterizedType given ? given.getRawType() : type;
  }

  private static @Nullable Object toGeneric(
      Class<?> raw, Type[] arguments, @Nullable Object value) {
    if (raw == Optional.class) {
      return Optional.ofNullable(to(arguments[0], value));
    }
    if (value instanceof Map<?, ?> fields && Map.class.isAssignableFrom(raw)) {
      Map<Object, @Nullable Object> map = new LinkedHashMap<>();
      fields.forEach((key, each) -> {
        @Nullable Object name = to(arguments[0], key);
        if (name != null) {
          map.put(name, to(arguments[1], each));
        }
      });
      return map;
    }
    if (value instanceof List<?> items && Collection.class.isAssignableFrom(raw)) {
      Collection<@Nullable Object> all = collection(raw);
      items.forEach(each -> all.add(to(arguments[0], each)));
      return all;
    }
    return toClass(raw, value);
  }

  private static Collection<@Nullable Object> collection(Class<?> raw) {
    return Set.class.isAssignableFrom(raw) ? new LinkedHashSet<>() : new ArrayList<>();
  }

  private static @Nullable Object toClass(Class<?> wanted, @Nullable Object value) {
    Class<?> type = BOXES.getOrDefault(wanted, wanted);
    if (value == null) {
      return wanted.isPrimitive() ? Array.get(Array.newInstance(wanted, 1), 0) : null;
    }
    if (type.isInstance(value)) {
      return type == Set.class ? toGeneric(type, new Type[] {Object.class}, value) : value;
    }
    if (value instanceof Number number && Number.class.isAssignableFrom(type)) {
      return number(type, number);
    }
    if (value instanceof String text) {
      return text(type, text);
    }
    if (value instanceof List<?> items && type.isArray()) {
      return array(type.getComponentType(), items);
    }
    if (value instanceof List<?> items && type == Set.class) {
      return new LinkedHashSet<>(items);
    }
    if (value instanceof Map<?, ?> fields
        && !type.isArray()
        && !type.getName().startsWith("java.")) {
      return Properties.make(type, fields);
    }
    throw misfit(type, value);
  }

  private static Object number(Class<?> type, Number number) {
    BigDecimal exact = new BigDecimal(number.toString());
    try {
      return switch (type.getSimpleName()) {
        case "Integer" -> exact.intValueExact();
        case "Long" -> exact.longValueExact();
        case "Short" -> exact.shortValueExact();
        case "Byte" -> exact.byteValueExact();
        case "Double" -> exact.doubleValue();
        case "Float" -> exact.floatValue();
        case "BigDecimal" -> exact;
        case "BigInteger" -> exact.toBigIntegerExact();
        default -> throw misfit(type, number);
      };
    } catch (ArithmeticException e) {
      throw misfit(type, number);
    }
  }

  private static Object text(Class<?> type, String text) {
    try {
      if (type == Character.class && text.length() == 1) {
        return text.charAt(0);
      }
      if (type == BigDecimal.class || type == BigInteger.class) {
        return type.getConstructor(String.class).newInstance(text);
      }
      return maker(type, text).invoke(null, text);
    } catch (ReflectiveOperationException e) {
      throw misfit(type, text);
    }
  }

  /// What makes such an object of a text: `Instant.parse`, `UUID.fromString`, `valueOf` of an enum.
  private static Method maker(Class<?> type, String text) {
    for (Method method : type.getMethods()) {
      if (MAKERS.contains(method.getName())
          && Modifier.isStatic(method.getModifiers())
          && method.getReturnType() == type
          && method.getParameterCount() == 1
          && method.getParameterTypes()[0].isInstance(text)) {
        if (!type.getName().startsWith("java.")) {
          method.setAccessible(true);
        }
        return method;
      }
    }
    throw misfit(type, text);
  }

  private static Object array(Class<?> component, List<?> items) {
    Object array = Array.newInstance(component, items.size());
    for (int i = 0; i < items.size(); i++) {
      Array.set(array, i, to(component, items.get(i)));
    }
    return array;
  }

  private static JsonException misfit(Class<?> type, Object value) {
    String text = value.toString();
    return new JsonException(
        "the event has "
            + (text.length() > 60 ? text.substring(0, 60) + ".." : text)
            + " where the handler wants a "
            + type.getName());
  }
}
