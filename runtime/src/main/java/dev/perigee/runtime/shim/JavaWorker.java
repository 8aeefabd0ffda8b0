package dev.perigee.runtime.shim;

import java.io.ByteArrayInputStream;
import java.io.IOError;
import java.io.IOException;

/// The main class in the sandbox of a Java function. Its argument says when the sandbox was ready,
/// on the monotonic clock.
///
/// With `train` instead it loads the handler, goes through the motions of a call without calling
/// it, and ends: what that needed goes into the cache that the JVM writes at its end.
public final class JavaWorker {
  private static final int FAILED = 1;

  private JavaWorker() {}

  public static void main(String[] arguments) throws IOException {
    Link link = Link.inherited();
    System.setIn(new ByteArrayInputStream(new byte[0]));
    Handler handler = load(Variables.text("_HANDLER"), link);
    if (arguments[0].equals("train")) {
      handler.rehearse();
      return;
    }
    flush();
    link.ready(Long.parseLong(arguments[0]), System.nanoTime());
    serve(link, handler);
  }

  private static Handler load(String name, Link link) throws IOException {
    try {
      return Handler.of(name);
    } catch (Throwable fault) {
      Throwable cause = Faults.causeOf(fault);
      log(cause);
      link.refuse(Faults.body(cause));
      Runtime.getRuntime().halt(FAILED);
      throw new IllegalStateException("halted", fault);
    }
  }

  private static void serve(Link link, Handler handler) throws IOException {
    Call call = link.receive();
    while (call != null) {
      answer(link, handler, call);
      call = link.receive();
    }
    Runtime.getRuntime().halt(0);
  }

  private static void answer(Link link, Handler handler, Call call) throws IOException {
    byte[] result;
    try {
      result = handler.handle(call);
    } catch (Throwable fault) {
      fail(link, Faults.causeOf(fault));
      return;
    }
    flush();
    link.answer(Link.ANSWER, 0, result);
  }

  /// After a fault of the virtual machine nothing can be relied on.
  private static void fail(Link link, Throwable cause) throws IOException {
    boolean last = cause instanceof VirtualMachineError || cause instanceof IOError;
    log(cause);
    link.answer(Link.ERROR, last ? Link.LAST : 0, Faults.body(cause));
    if (last) {
      Runtime.getRuntime().halt(FAILED);
    }
  }

  private static void log(Throwable cause) {
    System.err.println(Faults.text(cause));
    flush();
  }

  private static void flush() {
    System.out.flush();
    System.err.flush();
  }
}
