package dev.perigee.runtime.shim;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The properties of records (components) and beans (getters, setters, public fields).
final class Properties {
  private Properties() {}

  /// All that can be read, by name.
  static Map<String, @Nullable Object> read(Object value) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    try {
      if (value instanceof Record) {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
          fields.put(component.getName(), get(component.getAccessor(), value));
        }
      } else {
        readBean(value, fields);
      }
    } catch (ReflectiveOperationException e) {
      throw new JsonException("a property of " + value.getClass().getName() + " fails: " + e);
    }
    return fields;
  }

  private static void readBean(Object value, Map<String, @Nullable Object> fields)
      throws ReflectiveOperationException {
    for (Method method : value.getClass().getMethods()) {
      String name = nameOf(method);
      if (!name.isEmpty()) {
        fields.put(name, get(method, value));
      }
    }
    for (Field field : value.getClass().getFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        field.setAccessible(true);
        fields.put(field.getName(), field.get(value));
      }
    }
  }

  private static @Nullable Object get(Method method, Object value)
      throws ReflectiveOperationException {
    method.setAccessible(true);
    return method.invoke(value);
  }

  /// The property that a getter is for, or an empty text.
  private static String nameOf(Method method) {
    boolean getter =
        method.getParameterCount() == 0
            && method.getReturnType() != void.class
            && method.getDeclaringClass() != Object.class
            && !Modifier.isStatic(method.getModifiers());
    String name = method.getName();
    if (getter && name.startsWith("get")) {
      return decapitalized(name, 3);
    }
    boolean truth =
        method.getReturnType() == boolean.class || method.getReturnType() == Boolean.class;
    return getter && truth && name.startsWith("is") ? decapitalized(name, 2) : "";
  }

  private static String decapitalized(String name, int from) {
    return name.length() == from
        ? ""
        : Character.toLowerCase(name.charAt(from)) + name.substring(from + 1);
  }

  /// A new object whose properties come from the fields; others stay as they are.
  static Object make(Class<?> type, Map<?, ?> fields) {
    try {
      return type.isRecord() ? makeRecord(type, fields) : makeBean(type, fields);
    } catch (ReflectiveOperationException e) {
      throw new JsonException(
          "the event can't become a " + type.getName() + ": " + Faults.causeOf(e));
    }
  }

  private static Object makeRecord(Class<?> type, Map<?, ?> fields)
      throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = Binding.to(components[i].getGenericType(), fields.get(components[i].getName()));
    }
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }

  private static Object makeBean(Class<?> type, Map<?, ?> fields)
      throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    Object bean = constructor.newInstance();
    for (Method method : type.getMethods()) {
      String name = method.getName().startsWith("set") ? decapitalized(method.getName(), 3) : "";
      if (method.getParameterCount() == 1 && fields.containsKey(name)) {
        Type wanted = Generics.resolve(method.getGenericParameterTypes()[0], type);
        method.setAccessible(true);
        method.invoke(bean, Binding.to(wanted, fields.get(name)));
      }
    }
    for (Field field : type.getFields()) {
      if (!Modifier.isFinal(field.getModifiers()) && fields.containsKey(field.getName())) {
        field.setAccessible(true);
        field.set(bean, Binding.to(field.getGenericType(), fields.get(field.getName())));
      }
    }
    return bean;
  }
}
