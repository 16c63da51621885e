package network.flashback.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `flashback version`: which program this is, and the Java it runs on.
@Command(name = "version", description = "Print the version of the program and of its Java.")
public final class VersionCommand implements Callable<Integer>, IVersionProvider {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(version());
    return 0;
  }

  @Override
  public String[] getVersion() {
    return new String[] {version()};
  }

  /// Name and version of the program.
  static String program() {
    var packaged = VersionCommand.class.getPackage().getImplementationVersion();
    return "flashback " + (packaged == null ? "unpackaged" : packaged);
  }

  private static String version() {
    return "%s on Java %s".formatted(program(), Runtime.version());
  }
}
