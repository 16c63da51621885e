package network.flashback.app.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `flashback completion bash|zsh`: what makes the shell complete commands and options.
@Command(
    name = "completion",
    description = {
      "Print what makes bash or zsh complete commands and options.",
      "bash: source <(flashback completion bash), or write it to"
          + " ~/.local/share/bash-completion/completions/flashback.",
      "zsh: source <(flashback completion zsh), in ~/.zshrc after compinit."
    },
    mixinStandardHelpOptions = true)
public final class CompletionCommand implements Callable<Integer> {
  /// A shell that people type into.
  enum Shell {
    BASH,
    ZSH
  }

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}, in small letters too.")
  private Shell shell = Shell.BASH;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (shell == Shell.ZSH) {
      // The script is bash's; zsh has a layer for such.
      out.println("(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }");
      out.println("autoload -Uz bashcompinit && bashcompinit");
    }
    out.println(AutoComplete.bash("flashback", FlashbackCommand.commandLine()));
    out.flush();
    return 0;
  }
}
