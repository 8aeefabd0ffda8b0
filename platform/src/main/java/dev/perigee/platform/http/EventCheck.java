package dev.perigee.platform.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import java.io.IOException;
import java.util.List;

/// Whether an event is one JSON document. It is refused here, with the words that callers know,
/// rather than by each runtime in its own.
public final class EventCheck {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(JsonFactory.Feature.CHARSET_DETECTION).build();

  private EventCheck() {}

  /// @throws ControlException if it is not
  public static void require(byte[] event) throws IOException {
    if (event.length == 2 && event[0] == '{' && event[1] == '}') {
      return;
    }
    try (JsonParser json = FACTORY.createParser(event)) {
      JsonToken first = json.nextToken();
      if (first == null) {
        throw refused("there is nothing but white space");
      }
      json.skipChildren();
      var _ = json.getText();
      if (json.nextToken() != null) {
        throw refused("something follows the first value");
      }
    } catch (JsonProcessingException e) {
      throw refused(e.getOriginalMessage());
    }
  }

  private static ControlException refused(String reason) {
    return new ControlException(Kind.INVALID, List.of(reason));
  }
}
