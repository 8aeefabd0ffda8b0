package dev.perigee.runtime.shim;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Faults of a handler as AWS Lambda words them, without the frames that only call it.
final class Faults {
  private static final String OWN = Faults.class.getPackageName() + ".";
  private static final int CAUSES_MAX = 10;

  private Faults() {}

  /// What the handler threw.
  static Throwable causeOf(Throwable fault) {
    Throwable cause = fault;
    while ((cause instanceof InvocationTargetException
            || cause instanceof ExceptionInInitializerError)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  static byte[] body(Throwable fault) {
    return JsonWriter.bytes(fields(fault, 0));
  }

  private static Map<String, @Nullable Object> fields(Throwable fault, int depth) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("errorMessage", fault.getMessage());
    fields.put("errorType", typeOf(fault));
    List<String> trace = new ArrayList<>();
    for (StackTraceElement frame : framesOf(fault)) {
      trace.add(frame.toString());
    }
    fields.put("stackTrace", trace);
    @Nullable Throwable cause = fault.getCause();
    if (cause != null && depth < CAUSES_MAX) {
      fields.put("cause", fields(cause, depth + 1));
    }
    return fields;
  }

  private static String typeOf(Throwable fault) {
    return fault instanceof LoadFault load ? load.type() : fault.getClass().getName();
  }

  /// For the log.
  static String text(Throwable fault) {
    StringBuilder out = new StringBuilder();
    append(out, "", fault, 0);
    return out.toString();
  }

  private static void append(StringBuilder out, String head, Throwable fault, int depth) {
    out.append(head).append(typeOf(fault)).append(": ").append(fault.getMessage());
    for (StackTraceElement frame : framesOf(fault)) {
      out.append("\n\tat ").append(frame);
    }
    @Nullable Throwable cause = fault.getCause();
    if (cause != null && depth < CAUSES_MAX) {
      append(out, "\nCaused by: ", cause, depth + 1);
    }
  }

  /// Down to the handler's own; what is below called it.
  private static List<StackTraceElement> framesOf(Throwable fault) {
    StackTraceElement[] all = fault.getStackTrace();
    int end = all.length;
    for (int i = 0; i < all.length; i++) {
      if (all[i].getClassName().startsWith(OWN)) {
        end = i;
        break;
      }
    }
    while (end > 0 && isReflection(all[end - 1].getClassName())) {
      end--;
    }
    return List.of(all).subList(0, end);
  }

  private static boolean isReflection(String className) {
    return className.startsWith("jdk.internal.reflect.")
        || className.startsWith("java.lang.reflect.");
  }
}
