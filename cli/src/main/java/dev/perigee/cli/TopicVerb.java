package dev.perigee.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `perigee topic`: messages for all that listen.
@Command(
    name = "topic",
    description = "Create topics and publish messages to all that listen.",
    mixinStandardHelpOptions = true)
final class TopicVerb extends ResourceVerb {
  TopicVerb(Context context) {
    super(context, "topic");
  }

  @Command(name = "publish", description = "Publish messages.", mixinStandardHelpOptions = true)
  int publish(
      @Parameters(index = "0", paramLabel = "NAME") String name,
      @Parameters(index = "1..*", paramLabel = "TEXT", arity = "1..*") List<String> messages,
      @Mixin Target target) {
    return print(target, "POST", path(name) + "/messages", texts("messages", messages));
  }
}
