package network.flashback.app.command;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.flashback.app.terminal.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What somebody typed that no command takes: said with what is wrong, and what to type instead.
final class Misuse {
  private Misuse() {}

  /// Has a program tell misuse so, in all its commands.
  static CommandLine told(CommandLine program) {
    number(program, Long.class, long.class, Long::valueOf, "no whole number such as 8");
    number(program, Integer.class, int.class, Integer::valueOf, "no whole number such as 8");
    converted(program, BigDecimal.class, BigDecimal::new, "no number such as 4.50");
    converted(program, BigInteger.class, BigInteger::new, "no whole number such as 8");
    converted(program, Instant.class, Misuse::instant, "no time such as 2027-01-31T18:00:00Z");
    converted(program, URI.class, Misuse::address, "no address such as https://market.example");
    return program.setParameterExceptionHandler((misuse, arguments) -> print(misuse));
  }

  private static int print(ParameterException misuse) {
    var command = misuse.getCommandLine();
    var err = command.getErr();
    err.println("flashback: " + words(misuse, command));
    var example =
        Stream.of(command.getCommandSpec().usageMessage().footer())
            .filter(line -> line.contains("flashback "))
            .findFirst();
    if (example.isPresent()) {
      err.println("Example: " + example.get().replace("%%", "%").strip());
    } else if (!(misuse instanceof UnmatchedArgumentException)) {
      // What only holds other commands says which.
      command.usage(err);
    }
    err.printf("'%s' shows all that it takes.%n", help(command));
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String words(ParameterException misuse, CommandLine command) {
    if (misuse instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched.getUnmatched().getFirst(), command);
    }
    if (misuse instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return missing.getMissing().stream()
          .map(Misuse::name)
          .collect(
              Collectors.joining(
                  ", ",
                  "'%s' needs ".formatted(command.getCommandSpec().qualifiedName()),
                  ": give what is missing."));
    }
    return String.valueOf(misuse.getMessage());
  }

  private static String unknown(String word, CommandLine command) {
    var name = command.getCommandSpec().qualifiedName();
    if (word.startsWith("-")) {
      var options =
          command.getCommandSpec().options().stream()
              .flatMap(option -> Stream.of(option.names()))
              .toList();
      return "There is no option '%s' of '%s'.%s"
          .formatted(word, name, meant(word.replaceFirst("=.*", ""), options));
    }
    if (command.getSubcommands().isEmpty()) {
      return "'%s' is one word too many for '%s'. Leave it out; put words that belong together in quotes."
          .formatted(word, name);
    }
    var commands =
        command.getSubcommands().entrySet().stream()
            .filter(one -> !one.getValue().getCommandSpec().usageMessage().hidden())
            .map(java.util.Map.Entry::getKey)
            .sorted()
            .toList();
    return "There is no command '%s' in '%s'.%s It has %s."
        .formatted(word, name, meant(word, commands), String.join(", ", commands));
  }

  private static String meant(String word, List<String> known) {
    var near = Nearest.of(word, known);
    return near.isEmpty() ? "" : " Did you mean " + String.join(" or ", near) + "?";
  }

  private static String name(ArgSpec missing) {
    return missing instanceof OptionSpec option
        ? option.longestName() + "=" + option.paramLabel()
        : missing.paramLabel();
  }

  private static String help(CommandLine command) {
    var name = command.getCommandSpec().qualifiedName();
    return name.contains(" ")
        ? "flashback help" + name.substring(name.indexOf(' '))
        : "flashback help";
  }

  private static <T> void number(
      CommandLine program,
      Class<T> boxed,
      Class<T> plain,
      Function<String, T> reader,
      String wrong) {
    converted(program, boxed, reader, wrong);
    converted(program, plain, reader, wrong);
  }

  private static <T> void converted(
      CommandLine program, Class<T> type, Function<String, T> reader, String wrong) {
    ITypeConverter<T> converter =
        text -> {
          try {
            return reader.apply(text);
          } catch (IllegalArgumentException unread) {
            throw new TypeConversionException("'%s' is %s.".formatted(text, wrong));
          }
        };
    program.registerConverter(type, converter);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException unread) {
      throw new IllegalArgumentException(unread);
    }
  }

  private static URI address(String text) {
    try {
      var uri = new URI(text);
      if (uri.getScheme() == null || uri.getHost() == null) {
        throw new IllegalArgumentException("It names no host.");
      }
      return uri;
    } catch (URISyntaxException unread) {
      throw new IllegalArgumentException(unread);
    }
  }
}
