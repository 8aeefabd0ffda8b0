package dev.perigee.runtime.shim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// The `Context` of an invocation, for whichever interface of that name the function brings: the
/// one of aws-lambda-java-core or its own.
final class ContextProxy implements InvocationHandler {
  private final Call call;

  private ContextProxy(Call call) {
    this.call = call;
  }

  static boolean isContext(Class<?> type) {
    return type.isInterface() && type.getSimpleName().equals("Context");
  }

  static Object of(Class<?> type, Call call) {
    return make(type, new ContextProxy(call));
  }

  /// Asks a context for all that it has.
  static void rehearse(Object context, Class<?> type) throws ReflectiveOperationException {
    for (Method method : type.getMethods()) {
      if (method.getParameterCount() == 0 && !method.isDefault()) {
        method.setAccessible(true);
        method.invoke(context);
      }
    }
  }

  static Object make(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "getAwsRequestId" -> call.requestId();
      case "getInvokedFunctionArn" -> call.functionArn();
      case "getFunctionName" -> Variables.text("AWS_LAMBDA_FUNCTION_NAME");
      case "getFunctionVersion" -> Variables.text("AWS_LAMBDA_FUNCTION_VERSION");
      case "getLogGroupName" -> Variables.text("AWS_LAMBDA_LOG_GROUP_NAME");
      case "getLogStreamName" -> Variables.text("AWS_LAMBDA_LOG_STREAM_NAME");
      case "getMemoryLimitInMB" ->
          Integer.parseInt(Variables.text("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
      case "getRemainingTimeInMillis" ->
          (int) Math.max(call.deadlineMs() - System.currentTimeMillis(), 0);
      case "getClientContext" -> ClientContextView.of(call, method);
      case "getLogger" -> make(method.getReturnType(), new Logger());
      default -> other(this, proxy, method, arguments);
    };
  }

  /// The logger of a context.
  private static final class Logger implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments)
        throws Throwable {
      if (!method.getName().equals("log")) {
        return other(this, proxy, method, arguments);
      }
      @Nullable Object message = arguments[0];
      System.out.println(message instanceof byte[] bytes ? new String(bytes, UTF_8) : message);
      return null;
    }
  }

  /// What every object has, what the interface does itself, and nothing for all else.
  static @Nullable Object other(
      Object self, Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
    return switch (method.getName()) {
      case "toString" -> "LambdaContext";
      case "hashCode" -> System.identityHashCode(self);
      case "equals" -> proxy == arguments[0];
      default ->
          method.isDefault() ? InvocationHandler.invokeDefault(proxy, method, arguments) : null;
    };
  }
}
