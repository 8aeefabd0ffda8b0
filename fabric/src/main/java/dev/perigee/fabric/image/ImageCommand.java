package dev.perigee.fabric.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a function runs of an image: what the image says, unless the function says otherwise.
///
/// @param words program and arguments
/// @param workingDirectory absolute
/// @param environment of the image, with a search path
public record ImageCommand(
    List<String> words, String workingDirectory, Map<String, String> environment) {
  private static final String SEARCH_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final Set<String> KEYS = Set.of("EntryPoint", "Command", "WorkingDirectory");

  public ImageCommand {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /// As container engines do it, a new entry point takes the image's command away with the old one.
  ///
  /// @param handler what the function says: nothing; a word or a JSON list, the command; or a JSON
  ///   object as AWS Lambda's `ImageConfig`
  public static ImageCommand of(ImageConfig image, String handler) {
    Document own = parsed(handler);
    List<String> ownEntryPoint = own.texts("EntryPoint");
    List<String> words =
        new ArrayList<>(ownEntryPoint.isEmpty() ? image.entryPoint() : ownEntryPoint);
    List<String> ownCommand = own.texts("Command");
    if (!ownCommand.isEmpty()) {
      words.addAll(ownCommand);
    } else if (ownEntryPoint.isEmpty()) {
      words.addAll(image.command());
    }
    if (words.isEmpty()) {
      throw Refusals.refused(
          "it has neither an entry point nor a command: say what to run with the handler, such as"
              + " [\"/bin/server\", \"--quiet\"]");
    }
    return new ImageCommand(words, directory(image, own), environment(image));
  }

  private static String directory(ImageConfig image, Document own) {
    String asked = own.text("WorkingDirectory");
    String directory = asked.isEmpty() ? image.workingDirectory() : asked;
    if (directory.isEmpty()) {
      return "/";
    }
    if (!directory.startsWith("/")) {
      throw Refusals.refused("its working directory '%s' has to be absolute".formatted(directory));
    }
    return directory;
  }

  private static Map<String, String> environment(ImageConfig image) {
    Map<String, String> environment = new LinkedHashMap<>(image.environment());
    environment.putIfAbsent("PATH", SEARCH_PATH);
    return environment;
  }

  private static Document parsed(String handler) {
    String text = handler.strip();
    if (text.startsWith("{")) {
      Document object = Document.parse("the handler", text.getBytes(UTF_8));
      object.requireKeys(KEYS);
      return object;
    }
    String list = text.startsWith("[") ? text : text.isEmpty() ? "[]" : Document.list(text);
    return Document.parse("the handler", ("{\"Command\":" + list + "}").getBytes(UTF_8));
  }
}
