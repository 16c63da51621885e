package network.flashback.app.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import network.flashback.sdk.EventStream;
import network.flashback.sdk.FlashbackClient;
import network.flashback.sdk.ServerEvent;
import network.flashback.sdk.UnansweredException;
import network.flashback.sdk.model.StreamEventsQuery;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `flashback events`: what a platform saw on the chain, one event a line.
@Command(
    name = "events",
    description = {
      "Print the chain's events as a platform tells them: id, type and what is told, one a line.",
      "Ends when nothing more comes for a moment; with --follow it waits for what happens, and goes"
          + " on where a stream broke off."
    },
    mixinStandardHelpOptions = true)
public final class EventsCommand implements Callable<Integer> {
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration REST = Duration.ofSeconds(2);
  private static final String BEGINNING = "0";

  @Mixin private final OffersCommand.Platform platform = new OffersCommand.Platform();

  @Option(
      names = "--type",
      split = ",",
      description = "Only these, such as agreement.opened,dispute.ruled (default: all).")
  private List<String> types = List.of();

  @Option(
      names = "--after",
      paramLabel = "ID",
      description = "Only those after this event (default: all; with --follow from now on).")
  private @Nullable String after;

  @Option(names = "--follow", description = "Wait for what happens.")
  private boolean follow;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    try (var client = FlashbackClient.at(platform.address()).build()) {
      String last = after == null && !follow ? BEGINNING : after;
      var query =
          types.isEmpty()
              ? StreamEventsQuery.all()
              : StreamEventsQuery.all().withTypes(String.join(",", types));
      do {
        try (var stream = client.events().streamEvents(query, last)) {
          last = print(stream, last, spec.commandLine().getOut());
        }
        if (follow) {
          Thread.sleep(REST);
        }
      } while (follow);
      return 0;
    }
  }

  /// The id of the last event that was printed.
  private @Nullable String print(EventStream stream, @Nullable String from, PrintWriter out)
      throws InterruptedException {
    var coming = new LinkedBlockingQueue<Optional<ServerEvent>>();
    // A thread of its own waits: this one has to notice that nothing comes.
    Thread.ofVirtual().name("events").start(() -> read(stream, coming));
    String last = from;
    while (true) {
      var next = follow ? coming.take() : coming.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
      if (next == null || next.isEmpty()) {
        return last;
      }
      var event = next.get();
      out.println(event.id() + " " + event.type() + " " + event.data());
      out.flush();
      last = event.id().isEmpty() ? last : event.id();
    }
  }

  private static void read(EventStream stream, LinkedBlockingQueue<Optional<ServerEvent>> into) {
    try {
      for (var event = stream.next(); event.isPresent(); event = stream.next()) {
        into.add(event);
      }
    } catch (UnansweredException brokeOff) {
      // The other thread opens it again, where that is wished.
    }
    into.add(Optional.empty());
  }
}
