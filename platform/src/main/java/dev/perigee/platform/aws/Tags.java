package dev.perigee.platform.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.platform.control.Settings;
import dev.perigee.platform.control.Versions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Tags of functions. The path holds the function's ARN, percent-encoded.
record Tags(Versions versions) {
  private static final int COUNT_MAX = 50;

  void list(AwsRequest request) {
    Settings settings = versions.settings(request.known(versions).name());
    request.answer(
        200,
        json -> {
          json.writeStartObject();
          write(json, settings);
          json.writeEndObject();
        });
  }

  void add(AwsRequest request) {
    SortedMap<String, String> added = request.fields().object("Tags").texts();
    var _ =
        versions.changeSettings(
            request.known(versions).name(),
            settings -> {
              SortedMap<String, String> tags = new TreeMap<>(settings.tags());
              tags.putAll(added);
              if (tags.size() > COUNT_MAX) {
                throw AwsException.parameter("A function has at most " + COUNT_MAX + " tags.");
              }
              return settings.withTags(tags);
            });
    request.done();
  }

  void remove(AwsRequest request) {
    List<String> keys = request.all("tagKeys");
    var _ =
        versions.changeSettings(
            request.known(versions).name(),
            settings -> {
              SortedMap<String, String> tags = new TreeMap<>(settings.tags());
              keys.forEach(tags::remove);
              return settings.withTags(tags);
            });
    request.done();
  }

  static void write(JsonGenerator json, Settings settings) throws IOException {
    json.writeObjectFieldStart("Tags");
    for (Map.Entry<String, String> tag : settings.tags().entrySet()) {
      json.writeStringField(tag.getKey(), tag.getValue());
    }
    json.writeEndObject();
  }
}
