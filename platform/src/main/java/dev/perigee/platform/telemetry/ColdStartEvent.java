package dev.perigee.platform.telemetry;

import dev.perigee.model.ledger.LedgerEntry;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// A cold start by its phases, written when the invocation that waited for it has its answer.
@Name("perigee.ColdStart")
@Label("Cold start")
@Description(
    "A cold start by its phases, written when the invocation that waited for it has its answer.")
@Category("Perigee")
@StackTrace(false)
final class ColdStartEvent extends Event {
  @Label("Tenant")
  String tenant = "";

  @Label("Function")
  String function = "";

  @Label("Node")
  String node = "";

  @Label("Placing")
  @Timespan(Timespan.NANOSECONDS)
  long placeNs;

  @Label("Fetching code")
  @Timespan(Timespan.NANOSECONDS)
  long fetchNs;

  @Label("Making the sandbox")
  @Timespan(Timespan.NANOSECONDS)
  long sandboxNs;

  @Label("Loading")
  @Timespan(Timespan.NANOSECONDS)
  long initNs;

  @Label("First handler")
  @Timespan(Timespan.NANOSECONDS)
  long handlerNs;

  static void tell(LedgerEntry entry) {
    ColdStartEvent event = new ColdStartEvent();
    if (!event.isEnabled()) {
      return;
    }
    event.tenant = entry.tenant();
    event.function = entry.function();
    event.node = entry.node();
    event.placeNs = entry.phases().placeNs();
    event.fetchNs = entry.phases().fetchNs();
    event.sandboxNs = entry.phases().sandboxNs();
    event.initNs = entry.phases().initNs();
    event.handlerNs = entry.phases().handlerNs();
    event.commit();
  }
}
