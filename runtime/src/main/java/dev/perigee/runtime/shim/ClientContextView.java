package dev.perigee.runtime.shim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `ClientContext` of an invocation and the `Client` in it, behind whichever interfaces the
/// function's `Context` names. What was not sent is null.
record ClientContextView(Map<?, ?> fields) implements InvocationHandler {
  private static final Map<String, String> NAMES =
      Map.of(
          "getClient", "client",
          "getCustom", "custom",
          "getEnvironment", "env",
          "getInstallationId", "installation_id",
          "getAppTitle", "app_title",
          "getAppVersionName", "app_version_name",
          "getAppVersionCode", "app_version_code",
          "getAppPackageName", "app_package_name");

  /// What a context's method has to give back.
  static @Nullable Object of(Call call, Method method) {
    return call.clientContext().isEmpty()
        ? null
        : as(method, JsonReader.read(call.clientContext().getBytes(UTF_8)));
  }

  private static @Nullable Object as(Method method, @Nullable Object value) {
    Class<?> type = method.getReturnType();
    boolean isView = type.isInterface() && !Map.class.isAssignableFrom(type);
    return isView && value instanceof Map<?, ?> sent
        ? ContextProxy.make(type, new ClientContextView(sent))
        : Binding.to(method.getGenericReturnType(), value);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments)
      throws Throwable {
    @Nullable String name = NAMES.get(method.getName());
    return name == null
        ? ContextProxy.other(this, proxy, method, arguments)
        : as(method, fields.get(name));
  }
}
