package dev.perigee.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `perigee completion`: a script that teaches a shell the verbs and options.
@Command(
    name = "completion",
    description = {
      "Print a completion script for bash or zsh.",
      "For example, in ~/.bashrc or ~/.zshrc: source <(perigee completion bash)"
    },
    mixinStandardHelpOptions = true)
final class CompletionVerb implements Callable<Integer> {
  /// Shells there is a script for; zsh reads the one of bash.
  enum Shell {
    bash,
    zsh
  }

  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      defaultValue = "bash",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private Shell shell = Shell.bash;

  private final Context context;

  CompletionVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (shell == Shell.zsh) {
      context.console().out().println("autoload -U +X compinit && compinit");
      context.console().out().println("autoload -U +X bashcompinit && bashcompinit");
    }
    context.console().out().println(AutoComplete.bash("perigee", Main.full(context)));
    return 0;
  }
}
