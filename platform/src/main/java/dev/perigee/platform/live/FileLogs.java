package dev.perigee.platform.live;

import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.fabric.log.LogLine;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.LogQuery;
import dev.perigee.platform.control.Logs;
import java.util.ArrayList;
import java.util.List;

/// Function logs in their files.
record FileLogs(FunctionLogs files) implements Logs {
  @Override
  public Page read(FunctionId function, long position, int linesMax, LogQuery query) {
    LogReader reader = new LogReader(query);
    FunctionLogs.Page page =
        files.read(function.tenant(), function.name(), position, linesMax, reader::take);
    return new Page(reader.taken(), page.next());
  }

  @Override
  public Page tail(FunctionId function, int linesMax, LogQuery query) {
    FunctionLogs.Page page = files.tail(function.tenant(), function.name(), Integer.MAX_VALUE);
    LogReader reader = new LogReader(query);
    for (LogLine line : page.lines()) {
      var _ = reader.take(line);
    }
    List<Line> taken = new ArrayList<>(reader.taken());
    return new Page(taken.subList(Math.max(0, taken.size() - linesMax), taken.size()), page.next());
  }
}
