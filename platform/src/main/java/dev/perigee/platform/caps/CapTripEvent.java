package dev.perigee.platform.caps;

import dev.perigee.platform.control.Safeguards.Subject;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/// A cap or a kill switch changed to a worse state.
@Name("perigee.CapTrip")
@Label("Cap trip")
@Description("A cap or a kill switch changed to a worse state.")
@Category("Perigee")
@StackTrace(false)
final class CapTripEvent extends Event {
  @Label("Tenant")
  String tenant = "";

  @Label("Subject")
  String subject = "";

  @Label("State")
  String state = "";

  @Label("Amount that was used up")
  String amount = "";

  static void tell(Subject of, String worse, @Nullable String usedUp) {
    CapTripEvent event = new CapTripEvent();
    if (!event.isEnabled()) {
      return;
    }
    event.tenant = of.tenant();
    event.subject = of.kind().text() + " " + of.name();
    event.state = worse;
    event.amount = usedUp == null ? "" : usedUp;
    event.commit();
  }
}
