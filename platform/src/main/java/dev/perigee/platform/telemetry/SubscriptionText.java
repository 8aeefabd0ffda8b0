package dev.perigee.platform.telemetry;

import dev.perigee.platform.trigger.Subscription;
import dev.perigee.platform.trigger.Subscription.Outcome;
import dev.perigee.platform.trigger.Subscription.State;
import java.util.List;

/// How triggers stand with the servers that they listen to. Without such triggers nothing is said.
record SubscriptionText(Page page) {

  void write(List<Subscription> subscriptions) {
    if (subscriptions.isEmpty()) {
      return;
    }
    page.gauge("faas_trigger_connected", "1 while a trigger hears the server it listens to.");
    for (Subscription each : subscriptions) {
      page.line("faas_trigger_connected", of(each), each.state() == State.CONNECTED ? 1 : 0);
    }
    page.counter("faas_trigger_messages_total", "Messages by what became of them.");
    for (Subscription each : subscriptions) {
      for (Outcome outcome : Outcome.values()) {
        page.line(
            "faas_trigger_messages_total",
            of(each) + ',' + Page.label("outcome", outcome.text()),
            each.messages().getOrDefault(outcome, 0L));
      }
    }
  }

  private static String of(Subscription subscription) {
    return Page.label("tenant", subscription.trigger().tenant())
        + ','
        + Page.label("trigger", subscription.trigger().name());
  }
}
