package network.flashback.app.setup;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gets answers from wherever they are: an option, else the person at the terminal, else the
/// default. Nobody is asked twice for what was right.
public final class Interview {
  private final Optional<Terminal> terminal;
  private final PrintWriter out;

  /// @param terminal empty where nobody can be asked
  public Interview(Optional<Terminal> terminal, PrintWriter out) {
    this.terminal = terminal;
    this.out = out;
  }

  /// Turns what was typed into what is meant.
  @FunctionalInterface
  public interface Reading<T> {
    /// The value of a text.
    ///
    /// @throws IllegalArgumentException with what is wrong and what to write instead
    T of(String text);
  }

  /// One thing to be known.
  ///
  /// @param option by which it can be given
  /// @param help one sentence
  /// @param fallback what an empty answer means
  public record Question(String option, String title, String help, Optional<String> fallback) {}

  /// The answer to a question.
  ///
  /// @param given what the option says
  /// @throws IllegalArgumentException when the option is wrong, or nobody answers what has no
  ///   default
  public <T> T ask(Question question, @Nullable String given, Reading<T> reading) {
    if (given != null) {
      return read(question, given, reading);
    }
    if (terminal.isEmpty()) {
      return read(
          question,
          question
              .fallback()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "%s is not known. %s Give it with %s."
                              .formatted(question.title(), question.help(), question.option()))),
          reading);
    }
    out.println();
    out.println(question.help());
    while (true) {
      var answer = answer(question);
      try {
        return reading.of(answer);
      } catch (IllegalArgumentException wrong) {
        out.println("  " + wrong.getMessage());
      }
    }
  }

  private static <T> T read(Question question, String text, Reading<T> reading) {
    try {
      return reading.of(text);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(question.option() + ": " + wrong.getMessage(), wrong);
    }
  }

  private String answer(Question question) {
    var shown = question.fallback().filter(text -> !text.isEmpty());
    out.flush();
    var prompt = question.title() + shown.map(text -> " [" + text + "]").orElse("") + ": ";
    var typed = terminal.orElseThrow().line(prompt);
    if (typed == null) {
      throw new IllegalStateException("Nobody answers any more. Nothing was written.");
    }
    return typed.isBlank() ? question.fallback().orElse("") : typed.strip();
  }

  /// A new passphrase, typed twice; empty when none is wanted, or nobody can be asked.
  public Optional<char[]> newSecret(String purpose) {
    if (terminal.isEmpty()) {
      return Optional.empty();
    }
    out.println();
    out.flush();
    while (true) {
      var first =
          terminal.get().secret("Passphrase of " + purpose + " (empty: a random one in a file): ");
      if (first == null || first.length == 0) {
        return Optional.empty();
      }
      if (Arrays.equals(first, terminal.get().secret("Once more: "))) {
        return Optional.of(first);
      }
      out.println("  The two are not the same.");
      out.flush();
    }
  }
}
