package dev.perigee.cli.settings;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Gives options the value that the command line does not: that of the environment, else that of
/// the file.
public final class Settings implements IDefaultValueProvider {
  private final Map<String, SettingsFile.Value> file;
  private final Map<String, String> environment;

  public Settings(Map<String, SettingsFile.Value> file, Map<String, String> environment) {
    this.file = file;
    this.environment = environment;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String name = nameOf(option);
    String fromEnvironment = environment.get(variable(name));
    if (fromEnvironment != null) {
      return fromEnvironment;
    }
    SettingsFile.Value fromFile = file.get(name);
    return fromFile == null ? null : fromFile.text();
  }

  /// The longest name, without dashes before it.
  static String nameOf(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }

  /// The variable of an option: `keep-alive-s` is `PERIGEE_KEEP_ALIVE_S`.
  static String variable(String option) {
    return "PERIGEE_" + option.replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
