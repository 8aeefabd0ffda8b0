package dev.perigee.cli;

import dev.perigee.cli.show.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `perigee init`: writes a first function into a new folder.
@Command(
    name = "init",
    description = "Write a first function into a new folder.",
    mixinStandardHelpOptions = true)
final class InitVerb implements Callable<Integer> {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");

  @Parameters(paramLabel = "NAME", description = "Name of the function.")
  private String name = "";

  @Option(
      names = "--runtime",
      paramLabel = "KIND",
      defaultValue = "python",
      converter = Template.Names.class,
      description =
          "python, node, java, wasm, provided, or a runtime such as nodejs22.x; default:"
              + " ${DEFAULT-VALUE}.")
  private Template template = Template.python;

  @Option(names = "--dir", paramLabel = "DIR", description = "The folder; default: ./NAME.")
  private @Nullable Path dir;

  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  private final Context context;

  InitVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!NAME.matcher(name).matches()) {
      throw new ParameterException(
          spec.commandLine(), "'" + name + "' is no function name: it has to match " + NAME);
    }
    Path folder = dir == null ? Path.of(name) : dir;
    Map<String, String> files = template.files(name);
    write(folder, files);
    report(folder, files.keySet());
    return 0;
  }

  private static void write(Path folder, Map<String, String> files) {
    try {
      Files.createDirectories(folder);
      for (String file : files.keySet()) {
        if (Files.exists(folder.resolve(file))) {
          throw new VerbException(
              folder.resolve(file) + " is there already: choose another folder with --dir");
        }
      }
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.writeString(path, file.getValue());
        if (file.getValue().startsWith("#!") && !path.toFile().setExecutable(true, false)) {
          throw new VerbException("can't make " + path + " executable");
        }
      }
    } catch (IOException e) {
      throw new VerbException("can't write into " + folder + ": " + e, e);
    }
  }

  private void report(Path folder, Set<String> files) {
    Console console = context.console();
    if (output.isJson()) {
      OutputOption.print(
          console,
          json -> {
            json.writeStartObject();
            json.writeStringField("name", name);
            json.writeStringField("folder", folder.toString());
            json.writeArrayFieldStart("files");
            for (String file : files) {
              json.writeString(file);
            }
            json.writeEndArray();
            json.writeEndObject();
          });
      return;
    }
    files.forEach(file -> console.out().println(folder.resolve(file)));
    console.say("next: " + template.next(name, folder));
  }
}
