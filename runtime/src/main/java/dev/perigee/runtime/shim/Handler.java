package dev.perigee.runtime.shim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// The method that answers invocations, `pkg.Class::method` or the `handleRequest` of `pkg.Class`.
///
/// Its parameters say what it wants: an `InputStream` the event's bytes, an `OutputStream` takes
/// the answer's, an interface named `Context` learns of the invocation, any other the event, bound
/// to its type.
final class Handler {
  private static final String DEFAULT_METHOD = "handleRequest";

  private final Method method;
  private final @Nullable Object target;
  private final Class<?>[] parameters;
  private final Type[] types;

  private Handler(Method method, @Nullable Object target, Type[] types) {
    this.method = method;
    this.target = target;
    this.parameters = method.getParameterTypes();
    this.types = types;
  }

  static Handler of(String name) throws Exception {
    int colons = name.indexOf("::");
    String className = colons < 0 ? name : name.substring(0, colons);
    String methodName = colons < 0 ? DEFAULT_METHOD : name.substring(colons + 2);
    if (className.isEmpty() || methodName.isEmpty()) {
      throw new LoadFault("Runtime.MalformedHandlerName", "Invalid handler: `" + name + "'");
    }
    Class<?> type = load(className);
    Method method = best(type, methodName);
    method.setAccessible(true);
    Type[] types = method.getGenericParameterTypes();
    for (int i = 0; i < types.length; i++) {
      types[i] = Generics.resolve(types[i], type);
    }
    boolean needsTarget = !Modifier.isStatic(method.getModifiers());
    return new Handler(method, needsTarget ? instance(type) : null, types);
  }

  private static Class<?> load(String className) throws ClassNotFoundException {
    try {
      return Class.forName(className, true, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException missing) {
      if (className.equals(missing.getMessage())) {
        throw new LoadFault("java.lang.ClassNotFoundException", "Class not found: " + className);
      }
      throw missing;
    }
  }

  /// Of several methods of that name the one with most parameters; a context counts twice.
  private static Method best(Class<?> type, String methodName) {
    @Nullable Method best = null;
    for (Method method : type.getMethods()) {
      boolean named = method.getName().equals(methodName) && !method.isBridge();
      if (named && isPossible(method) && (best == null || weight(method) > weight(best))) {
        best = method;
      }
    }
    if (best == null) {
      throw new LoadFault(
          "Runtime.HandlerNotFound",
          "No public method named "
              + methodName
              + " with appropriate method signature found on class "
              + type.getName());
    }
    return best;
  }

  private static boolean isPossible(Method method) {
    int events = 0;
    for (Class<?> parameter : method.getParameterTypes()) {
      if (parameter != OutputStream.class && !ContextProxy.isContext(parameter)) {
        events++;
      }
    }
    return events <= 1;
  }

  private static int weight(Method method) {
    Class<?>[] parameters = method.getParameterTypes();
    boolean context =
        parameters.length > 0 && ContextProxy.isContext(parameters[parameters.length - 1]);
    return parameters.length * 2 + (context ? 1 : 0);
  }

  private static Object instance(Class<?> type) throws ReflectiveOperationException {
    try {
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (NoSuchMethodException missing) {
      throw new LoadFault(
          "java.lang.Exception", "Class " + type.getName() + " has no zero-argument constructor");
    }
  }

  byte[] handle(Call call) throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream(0);
    @Nullable Object[] arguments = arguments(call, written);
    @Nullable Object result = method.invoke(target, arguments);
    for (Class<?> parameter : parameters) {
      if (parameter == OutputStream.class) {
        return written.toByteArray();
      }
    }
    return JsonWriter.bytes(result);
  }

  private @Nullable Object[] arguments(Call call, OutputStream written) {
    @Nullable Object[] arguments = new @Nullable Object[parameters.length];
    for (int i = 0; i < arguments.length; i++) {
      if (parameters[i] == InputStream.class) {
        arguments[i] = new ByteArrayInputStream(call.event());
      } else if (parameters[i] == OutputStream.class) {
        arguments[i] = written;
      } else if (ContextProxy.isContext(parameters[i])) {
        arguments[i] = ContextProxy.of(parameters[i], call);
      } else {
        arguments[i] = Binding.to(types[i], JsonReader.read(call.event()));
      }
    }
    return arguments;
  }

  /// All but the call itself, with an event that may not suit it.
  void rehearse() {
    Call call = new Call("", 0, "", "", "{}".getBytes(UTF_8));
    try {
      Faults.body(new IllegalStateException("rehearsal"));
      JsonWriter.bytes(JsonReader.read("{\"a\":[1,2.5,\"b\",null,true]}".getBytes(UTF_8)));
      @Nullable Object[] arguments = arguments(call, OutputStream.nullOutputStream());
      for (int i = 0; i < arguments.length; i++) {
        @Nullable Object argument = arguments[i];
        if (argument != null && ContextProxy.isContext(parameters[i])) {
          ContextProxy.rehearse(argument, parameters[i]);
        }
      }
      JsonWriter.bytes(arguments);
    } catch (ReflectiveOperationException | RuntimeException unsuited) {
      return;
    }
  }
}
