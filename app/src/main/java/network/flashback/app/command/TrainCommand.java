package network.flashback.app.command;

import java.util.concurrent.Callable;
import network.flashback.app.startup.Training;
import picocli.CommandLine.Command;

/// `flashback train`: what the build runs once, so that later starts are quick.
@Command(name = "train", hidden = true, description = "Run through a start, for the JVM to record.")
public final class TrainCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    Training.run();
    return 0;
  }
}
