package dev.perigee.platform.firing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.model.function.FunctionArn;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.events.Addressee;
import dev.perigee.platform.events.Delivery;
import dev.perigee.platform.events.Lineage;
import dev.perigee.platform.trigger.CloudEvent;
import dev.perigee.platform.trigger.Trigger;
import java.util.UUID;

/// What a trigger makes of an event.
final class Firing {
  private Firing() {}

  /// @param key names what happened, among all that the trigger hears of
  static UUID id(Trigger trigger, String key) {
    return UUID.nameUUIDFromBytes((trigger.generation() + "\n" + key).getBytes(UTF_8));
  }

  /// Of something that nothing of ours led to.
  static Delivery of(Trigger trigger, CloudEvent event) {
    return of(trigger, event, Lineage.of(id(trigger, event.key())));
  }

  static Delivery of(Trigger trigger, CloudEvent event, Lineage lineage) {
    FunctionName function = new FunctionName(trigger.tenant(), trigger.function());
    String arn =
        FunctionArn.of(FunctionArn.REGION_DEFAULT, trigger.function(), trigger.qualifier());
    return new Delivery(
        id(trigger, event.key()),
        new Addressee(function, trigger.qualifier(), arn),
        event.json(),
        lineage,
        new Delivery.Patience(trigger.retries(), trigger.ageMaxS()));
  }
}
