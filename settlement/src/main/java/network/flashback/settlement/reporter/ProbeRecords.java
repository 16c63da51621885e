package network.flashback.settlement.reporter;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import network.flashback.chain.DurableFiles;
import network.flashback.chain.contract.AgreementId;
import network.flashback.evm.Bytes;
import network.flashback.settlement.quality.SignedAnswer;
import network.flashback.settlement.quality.WrittenBytes;

/// The raw records of one epoch: a line of JSON per probe, on the disk when [#add] returns. What is
/// summed up is always the file, so that a restart changes nothing.
final class ProbeRecords implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte NEWLINE = '\n';

  private final Path file;
  private final FileChannel channel;
  private boolean sealed;

  private ProbeRecords(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static ProbeRecords open(Path directory, long epoch) throws IOException {
    Path file = DurableFiles.directory(directory).resolve("epoch-" + epoch + ".jsonl");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long whole = wholeLines(file);
    channel.truncate(whole).position(whole);
    DurableFiles.sync(directory);
    return new ProbeRecords(file, channel);
  }

  // A line that was cut off by a crash was never counted on.
  private static long wholeLines(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    int end = content.length;
    while (end > 0 && content[end - 1] != NEWLINE) {
      end--;
    }
    return end;
  }

  /// Writes one down.
  ///
  /// @return false when the epoch is summed up already
  synchronized boolean add(AgreementId id, long index, Instant at, ProbeOutcome outcome)
      throws IOException {
    if (sealed) {
      return false;
    }
    ObjectNode line = JSON.createObjectNode();
    line.put("agreementId", id.toString());
    line.put("leaf", index);
    line.put("at", at.toEpochMilli());
    switch (outcome) {
      case ProbeOutcome.Right(long millis, SignedAnswer answer) ->
          line.put("outcome", "right")
              .put("millis", millis)
              .put("sequence", answer.sequence())
              .put("leafHash", answer.subject().toString())
              .put("nonce", answer.nonce().toString())
              .put("nodeAt", answer.at())
              .put("nodeSignature", answer.signature().toString());
      case ProbeOutcome.Wrong(long millis, String reason) ->
          line.put("outcome", "wrong").put("millis", millis).put("reason", reason);
      case ProbeOutcome.Silent(String reason) ->
          line.put("outcome", "silent").put("reason", reason);
    }
    return write(line);
  }

  /// Writes down a read of a run of leaves.
  ///
  /// @return false when the epoch is summed up already
  synchronized boolean add(AgreementId id, long index, Instant at, RunOutcome outcome)
      throws IOException {
    if (sealed) {
      return false;
    }
    ObjectNode line = JSON.createObjectNode();
    line.put("agreementId", id.toString());
    line.put("leaf", index);
    line.put("at", at.toEpochMilli());
    line.put("outcome", "run");
    switch (outcome) {
      case RunOutcome.Read(int leaves, long bytes, long micros, SignedAnswer answer) ->
          line.put("leaves", leaves)
              .put("bytes", bytes)
              .put("micros", micros)
              .put("sequence", answer.sequence())
              .put("leafHash", answer.subject().toString())
              .put("nonce", answer.nonce().toString())
              .put("nodeAt", answer.at())
              .put("nodeSignature", answer.signature().toString());
      case RunOutcome.Failed(int leaves, long micros, String reason) ->
          line.put("leaves", leaves).put("bytes", 0).put("micros", micros).put("reason", reason);
      case RunOutcome.Unfit() -> {
        return true;
      }
    }
    return write(line);
  }

  /// Writes down a write of bytes that do not stay. Their seed is nobody's secret any more.
  ///
  /// @return false when the epoch is summed up already
  synchronized boolean add(AgreementId id, Instant at, WriteOutcome outcome) throws IOException {
    if (sealed) {
      return false;
    }
    ObjectNode line = JSON.createObjectNode();
    line.put("agreementId", id.toString());
    line.put("at", at.toEpochMilli());
    line.put("outcome", "write");
    switch (outcome) {
      case WriteOutcome.Written(long micros, SignedAnswer answer) ->
          line.put("bytes", WrittenBytes.SIZE)
              .put("micros", micros)
              .put("seed", answer.subject().toString())
              .put("nonce", answer.nonce().toString())
              .put("nodeAt", answer.at())
              .put("nodeSignature", answer.signature().toString());
      case WriteOutcome.Failed(long micros, String reason) ->
          line.put("bytes", 0).put("micros", micros).put("reason", reason);
    }
    return write(line);
  }

  private boolean write(ObjectNode line) throws IOException {
    var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
    return true;
  }

  /// Takes no more records, and returns all of them.
  synchronized Bytes seal() throws IOException {
    sealed = true;
    return Bytes.of(Files.readAllBytes(file));
  }

  @Override
  public synchronized void close() throws IOException {
    sealed = true;
    channel.close();
  }
}
