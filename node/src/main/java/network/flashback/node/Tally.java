package network.flashback.node;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import network.flashback.chain.DurableFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node counts since its first start: epochs proven or not, and what was withdrawn. A file
/// on each of its disks, written with every count and synced; of several the newest holds. Nothing
/// is decided by it.
public final class Tally {
  private static final Logger LOG = LoggerFactory.getLogger(Tally.class);
  private static final String FILE = "tally";
  private static final long BYTES_MAX = 64 << 10;

  /// As many as audits are looked at again: none of them may count twice.
  private static final int AUDITS_MAX = 64;

  private final List<Path> folders;
  private Counts counts;

  /// An audit that is over.
  ///
  /// @param admitted leaves that were said to be lost
  /// @param at unix second of the block that was the newest then
  public record Audit(long epoch, boolean proven, int admitted, long at) {}

  /// All counts of one moment.
  ///
  /// @param written how often they were written
  /// @param since the first start
  /// @param admitted leaves that audits asked for and that were said to be lost
  /// @param withdrawn to the payout wallet, token units of all markets
  /// @param newest audits, newest first
  public record Counts(
      long written,
      Instant since,
      long passed,
      long missed,
      long admitted,
      BigInteger withdrawn,
      List<Audit> newest) {
    public Counts {
      newest = List.copyOf(newest);
    }

    private Counts plus(BigInteger sum) {
      return new Counts(written + 1, since, passed, missed, admitted, withdrawn.add(sum), newest);
    }

    private Counts plus(Audit audit, List<Audit> others) {
      var all = new ArrayList<Audit>();
      all.add(audit);
      all.addAll(others.subList(0, Math.min(others.size(), AUDITS_MAX - 1)));
      return new Counts(
          written + 1,
          since,
          passed + (audit.proven ? 1 : 0),
          missed + (audit.proven ? 0 : 1),
          admitted + audit.admitted,
          withdrawn,
          all);
    }

    private Counts minus(Audit audit) {
      return new Counts(
          written,
          since,
          passed - (audit.proven ? 1 : 0),
          missed - (audit.proven ? 0 : 1),
          admitted - audit.admitted,
          withdrawn,
          newest);
    }
  }

  /// @param folders on the node's disks
  public Tally(List<Path> folders, InstantSource clock) {
    this.folders = List.copyOf(folders);
    Optional<Counts> newest = Optional.empty();
    for (var folder : folders) {
      var there = read(folder.resolve(FILE));
      if (there.isPresent() && newest.map(Counts::written).orElse(-1L) < there.get().written()) {
        newest = there;
      }
    }
    this.counts =
        newest.orElseGet(() -> new Counts(0, clock.instant(), 0, 0, 0, BigInteger.ZERO, List.of()));
  }

  public synchronized Counts counts() {
    return counts;
  }

  /// Counts an audit; of one that is told again, as after a reorganisation, the newer word counts.
  public synchronized void note(Audit audit) {
    var before = counts.newest().stream().filter(one -> one.epoch == audit.epoch).findFirst();
    if (before.filter(one -> one.proven == audit.proven).isPresent()) {
      return;
    }
    var others = counts.newest().stream().filter(one -> one.epoch != audit.epoch).toList();
    counts = before.map(counts::minus).orElse(counts).plus(audit, others);
    write();
  }

  /// Counts what was sent to the payout wallet.
  public synchronized void withdrew(BigInteger units) {
    counts = counts.plus(units);
    write();
  }

  // What cannot be written is still counted in memory, and the duty that counts goes on.
  private void write() {
    var text = text();
    boolean written = false;
    for (var folder : folders) {
      try {
        DurableFiles.write(folder.resolve(FILE), text);
        written = true;
      } catch (IOException refused) {
        LOG.debug("The tally cannot be written: {}", refused.getMessage());
      }
    }
    if (!written) {
      LOG.warn("No disk takes the tally of audits and earnings: a restart forgets the last counts");
    }
  }

  private String text() {
    var text = new StringWriter();
    text.write("written = " + counts.written + "\n");
    text.write("since = " + counts.since + "\n");
    text.write("passed = " + counts.passed + "\n");
    text.write("missed = " + counts.missed + "\n");
    text.write("admitted = " + counts.admitted + "\n");
    text.write("withdrawn = " + counts.withdrawn + "\n");
    text.write("audits =");
    for (var audit : counts.newest) {
      text.write(" %d/%b/%d/%d".formatted(audit.epoch, audit.proven, audit.admitted, audit.at));
    }
    text.write("\n");
    return text.toString();
  }

  private static Optional<Counts> read(Path file) {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      if (Files.size(file) > BYTES_MAX) {
        throw new IOException("it is larger than any tally");
      }
      var lines = new Properties();
      lines.load(new StringReader(Files.readString(file)));
      return Optional.of(parsed(lines));
    } catch (IOException | IllegalArgumentException | DateTimeException wrong) {
      LOG.error("{} cannot be read, and counting begins anew: {}", file, wrong.getMessage());
      return Optional.empty();
    }
  }

  private static Counts parsed(Properties lines) {
    var audits = new ArrayList<Audit>();
    for (var word : lines.getProperty("audits", "").strip().split(" ", -1)) {
      if (!word.isEmpty()) {
        audits.add(audit(word.split("/", -1)));
      }
    }
    return new Counts(
        Long.parseLong(lines.getProperty("written", "")),
        Instant.parse(lines.getProperty("since", "")),
        Long.parseLong(lines.getProperty("passed", "")),
        Long.parseLong(lines.getProperty("missed", "")),
        Long.parseLong(lines.getProperty("admitted", "")),
        new BigInteger(lines.getProperty("withdrawn", "")),
        audits);
  }

  private static Audit audit(String[] fields) {
    if (fields.length != 4) {
      throw new IllegalArgumentException("an audit has four fields");
    }
    return new Audit(
        Long.parseLong(fields[0]),
        Boolean.parseBoolean(fields[1]),
        Integer.parseInt(fields[2]),
        Long.parseLong(fields[3]));
  }
}
