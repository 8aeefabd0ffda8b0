package dev.perigee.platform.live;

import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Logs;

/// Function logs in their files.
record FileLogs(FunctionLogs files) implements Logs {
  @Override
  public Page read(FunctionId function, long position, int linesMax) {
    return page(files.read(function.tenant(), function.name(), position, linesMax));
  }

  @Override
  public Page tail(FunctionId function, int linesMax) {
    return page(files.tail(function.tenant(), function.name(), linesMax));
  }

  private static Page page(FunctionLogs.Page page) {
    return new Page(page.lines(), page.next());
  }
}
