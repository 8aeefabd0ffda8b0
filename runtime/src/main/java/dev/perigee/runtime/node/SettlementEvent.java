package dev.perigee.runtime.node;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// A metering window being closed: its energy is shared out and entries are settled.
@Name("perigee.Settlement")
@Label("Settlement")
@Description("A metering window being closed: its energy is shared out and entries are settled.")
@Category("Perigee")
@StackTrace(false)
final class SettlementEvent extends Event {
  @Label("Node")
  String node = "";

  @Label("Window")
  @Timespan(Timespan.NANOSECONDS)
  long windowNs;

  @Label("Settled entries")
  int entries;

  void tell(String of, long lengthNs, int settledCount) {
    end();
    if (shouldCommit()) {
      node = of;
      windowNs = lengthNs;
      entries = settledCount;
      commit();
    }
  }
}
