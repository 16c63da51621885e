package network.flashback.app.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The operating system's processes behind the members: started detached, found again by a pid file
/// even from another program, stopped gently first.
public final class Processes {
  private final NetworkPlan plan;

  public Processes(NetworkPlan plan) {
    this.plan = plan;
  }

  /// Starts `command` as `member`; its output is appended to the member's log.
  public ProcessHandle start(Member member, List<String> command) {
    var folder = plan.folder(member);
    try {
      Files.createDirectories(folder);
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(plan.log(member).toFile()))
              .start();
      remember(member, process.pid());
      return process.toHandle();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be started with %s: %s"
              .formatted(member.name(), command.getFirst(), e.getMessage()),
          e);
    }
  }

  /// Notes the process of a member that something else started.
  public void remember(Member member, long pid) throws IOException {
    var started =
        ProcessHandle.of(pid)
            .flatMap(handle -> handle.info().startInstant())
            .map(instant -> Long.toString(instant.toEpochMilli()))
            .orElse("");
    var temporary = plan.folder(member).resolve("pid.new");
    Files.writeString(temporary, pid + " " + started);
    Files.move(temporary, pidFile(member), StandardCopyOption.ATOMIC_MOVE);
  }

  /// The member's running process. A pid taken over by another program is told by its start time.
  public Optional<ProcessHandle> find(Member member) {
    String[] words;
    try {
      words = Files.readString(pidFile(member)).strip().split(" ", 2);
    } catch (IOException e) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(words[0]))
        .filter(ProcessHandle::isAlive)
        .filter(
            handle ->
                words.length < 2
                    || handle
                        .info()
                        .startInstant()
                        .map(started -> Long.toString(started.toEpochMilli()).equals(words[1]))
                        .orElse(true));
  }

  /// The members that run now, in the order of starting.
  public List<Member> running() {
    return Member.all().stream().filter(member -> find(member).isPresent()).toList();
  }

  /// Asks the member to stop and, past `grace`, ends it.
  ///
  /// @return whether it was running
  public boolean stop(Member member, Duration grace) {
    var found = find(member);
    found.ifPresent(
        process -> {
          ask(member, process);
          if (!ended(process, grace)) {
            process.destroyForcibly();
            ended(process, Duration.ofSeconds(10));
          }
        });
    forget(member);
    return found.isPresent();
  }

  /// kill -9: what a power cut or the out-of-memory killer does.
  public boolean kill(Member member) {
    var found = find(member);
    found.ifPresent(
        process -> {
          process.destroyForcibly();
          ended(process, Duration.ofSeconds(10));
        });
    forget(member);
    return found.isPresent();
  }

  /// Last lines of the member's log, to show why it did not start.
  public List<String> logTail(Member member, int lines) {
    try {
      var all = new ArrayList<>(Files.readAllLines(plan.log(member)));
      return List.copyOf(all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return List.of("(no log: " + e.getMessage() + ")");
    }
  }

  private static boolean ended(ProcessHandle process, Duration within) {
    CompletableFuture<ProcessHandle> exit = process.onExit();
    try {
      exit.get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for process " + process.pid(), e);
    }
  }

  /// SIGTERM to our own roles. SIGINT to the others: anvil writes its state on it, and to
  /// PostgreSQL it means "now, but cleanly", where SIGTERM would wait for clients. (A JVM started
  /// from a script's background ignores SIGINT.)
  private static void ask(Member member, ProcessHandle process) {
    switch (member.kind()) {
      case BEACON, PLATFORM, GATEWAY, NODE, REPORTER -> process.destroy();
      case ANVIL, POSTGRES -> interrupt(process);
    }
  }

  private static void interrupt(ProcessHandle process) {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
          .redirectErrorStream(true)
          .start()
          .waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void forget(Member member) {
    try {
      Files.deleteIfExists(pidFile(member));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path pidFile(Member member) {
    return plan.folder(member).resolve("pid");
  }
}
