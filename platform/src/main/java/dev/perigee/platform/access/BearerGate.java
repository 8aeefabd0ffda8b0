package dev.perigee.platform.access;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lets in who sends an API key that is known, as `Authorization: Bearer KEY`.
///
/// @param holders whom keys stand for, by their [ApiKey#hash]
/// @param toll what may refuse who was let in
public record BearerGate(Function<String, Optional<Caller>> holders, Consumer<Caller> toll)
    implements Gate {
  private static final Pattern FORM = Pattern.compile("(?i)Bearer +([!-~]+)");

  @Override
  public Caller admit(AccessRequest request) {
    Matcher form = FORM.matcher(request.header().apply("authorization"));
    if (!form.matches()) {
      throw AccessException.missing(
          "Missing Authentication Token: send the header 'Authorization: Bearer KEY' with an API"
              + " key");
    }
    Caller caller =
        holders.apply(ApiKey.hash(form.group(1))).orElseThrow(AccessException::unknownKey);
    toll.accept(caller);
    return caller;
  }
}
