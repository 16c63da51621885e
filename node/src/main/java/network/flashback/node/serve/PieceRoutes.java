package network.flashback.node.serve;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import network.flashback.chain.contract.AgreementId;
import network.flashback.chain.contract.Rights;
import network.flashback.evm.Bytes32;
import network.flashback.evm.Wallet;
import network.flashback.http.HttpRequest;
import network.flashback.http.HttpResponse;
import network.flashback.node.StandingFile;
import network.flashback.node.store.Piece;
import network.flashback.node.store.Pieces;
import network.flashback.node.store.Put;

/// Pieces in and out.
final class PieceRoutes {
  /// Largest piece: far above the pieces of a 64 MiB segment.
  private static final long PIECE_BYTES_MAX = 1L << 30;

  private static final int CHUNK_BYTES = 64 << 10;

  /// How long a new stream waits for its first room in the window. Streams that run use up what a
  /// voucher frees within milliseconds, so that one which was told to come again would find none.
  private static final Duration OPENING_PATIENCE = Duration.ofSeconds(1);

  /// How long a stream waits for a voucher before it is cut.
  private static final Duration VOUCHER_PATIENCE = Duration.ofSeconds(10);

  private final Pieces store;
  private final Sessions sessions;
  private final Bills bills;
  private final Messages messages;
  private final Wallet nodeKey;
  private final StandingFile standing;

  PieceRoutes(
      Pieces store,
      Sessions sessions,
      Bills bills,
      Messages messages,
      Wallet nodeKey,
      StandingFile standing) {
    this.store = store;
    this.sessions = sessions;
    this.bills = bills;
    this.messages = messages;
    this.nodeKey = nodeKey;
    this.standing = standing;
  }

  HttpResponse put(HttpRequest request, AgreementId agreement, Bytes32 pieceId) throws IOException {
    var session = sessions.require(request, agreement, Rights.WRITE);
    var stands = standing.now();
    if (!stands.writes()) {
      throw Problem.MAINTENANCE.because("The node is in " + stands.inWords() + ".");
    }
    var length = request.contentLength();
    if (length.isEmpty()) {
      throw Problem.LENGTH_MISSING.because("A piece is sent with Content-Length, not chunked.");
    }
    if (length.getAsLong() > PIECE_BYTES_MAX) {
      throw Problem.TOO_LARGE.because("A piece has at most " + PIECE_BYTES_MAX + " bytes.");
    }
    var put =
        store.put(
            agreement,
            session.view().capacityBytes(),
            pieceId,
            length.getAsLong(),
            request.body(),
            announcedRoot(request));
    return switch (put) {
      case Put.Created(var piece) -> Json.answer(201, receipt(agreement, piece));
      case Put.Present(var piece) -> Json.answer(200, receipt(agreement, piece));
      case Put.Differs(var kept) ->
          throw Problem.PIECE_DIFFERS
              .because("Piece " + pieceId + " is kept with " + kept.bytes() + " other bytes.")
              .with(Map.of("root", kept.root().toString()));
      case Put.Damaged(var announced, var actual) ->
          throw Problem.PIECE_DAMAGED.because(
              "The announced root is " + announced + ", that of the bytes " + actual + ".");
      case Put.AgreementFull(var free, var capacity) ->
          throw Problem.FULL.because(
              "Agreement %s holds %d bytes, %d of them free; the piece has %d."
                  .formatted(agreement, capacity, free, length.getAsLong()));
    };
  }

  HttpResponse get(HttpRequest request, AgreementId agreement, Bytes32 pieceId) throws IOException {
    sessions.require(request, agreement, Rights.READ);
    var piece = require(agreement, pieceId);
    var ranged = request.header("Range");
    if (request.method().equals("HEAD")) {
      return described(HttpResponse.declaring(200, piece.bytes()), piece);
    }
    if (piece.bytes() == 0 && ranged.isEmpty()) {
      return described(HttpResponse.bytes(200, new byte[0]), piece);
    }
    var range = ByteRange.parse(ranged, piece.bytes());
    int status = ranged.isPresent() ? 206 : 200;
    var response = body(status, piece, range, bills.of(agreement), agreement);
    if (ranged.isPresent()) {
      response.header("Content-Range", range.contentRange(piece.bytes()));
    }
    return described(response, piece);
  }

  HttpResponse delete(HttpRequest request, AgreementId agreement, Bytes32 pieceId)
      throws IOException {
    sessions.require(request, agreement, Rights.WRITE);
    if (!store.remove(agreement, pieceId)) {
      throw Problem.PIECE_UNKNOWN.because(
          "Agreement " + agreement + " has no piece " + pieceId + ".");
    }
    return HttpResponse.empty(204);
  }

  // The whole piece passes through the program, which checks its CRC; a part goes from the file to
  // the network without a copy. What the window does not hold at once is sent as vouchers come.
  private HttpResponse body(
      int status, Piece piece, ByteRange range, Bill bill, AgreementId agreement)
      throws IOException {
    var billed = new BilledRead(bill);
    if (!billed.take(range.length())
        && !takes(billed, Math.min(CHUNK_BYTES, range.length()), OPENING_PATIENCE)) {
      throw unpaid(bill, range, agreement);
    }
    try {
      return opened(status, agreement, piece, range, billed).whenSent(billed::over);
    } catch (IOException | RuntimeException unserved) {
      billed.over(0);
      throw unserved;
    }
  }

  private HttpResponse opened(
      int status, AgreementId agreement, Piece piece, ByteRange range, BilledRead billed)
      throws IOException {
    boolean whole = range.length() == piece.bytes();
    boolean taken = billed.bytes() == range.length();
    var open = store.open(agreement, piece);
    var channel = open.channel();
    long position = open.piece().location().offset() + range.first();
    if (taken && whole && range.length() <= CHUNK_BYTES) {
      return HttpResponse.bytes(status, checked(channel, position, agreement, piece));
    }
    if (taken && !whole) {
      return HttpResponse.file(status, channel, position, range.length()).closing(channel);
    }
    return HttpResponse.stream(
            status,
            range.length(),
            out -> send(channel, position, range.length(), agreement, piece, whole, billed, out))
        .closing(channel);
  }

  private void send(
      FileChannel channel,
      long position,
      long length,
      AgreementId agreement,
      Piece piece,
      boolean whole,
      BilledRead billed,
      OutputStream out)
      throws IOException {
    var crc = new CRC32C();
    var chunk = new byte[CHUNK_BYTES];
    for (long sent = 0; sent < length; ) {
      int next = (int) Math.min(chunk.length, length - sent);
      if (sent + next > billed.bytes() && !billed.take(next)) {
        // The consumer pays for what it has seen: nothing may stay here while that is waited for.
        out.flush();
        awaitVoucher(billed, next);
      }
      read(channel, position + sent, chunk, next);
      crc.update(chunk, 0, next);
      sent += next;
      // Before the last bytes go out: the receiver must not take damaged ones for whole.
      if (sent == length && whole) {
        requireSound(agreement, piece, crc);
      }
      out.write(chunk, 0, next);
    }
  }

  // A short piece is checked before the answer begins, so that the caller can be told.
  private byte[] checked(FileChannel channel, long position, AgreementId agreement, Piece piece)
      throws IOException {
    try (channel) {
      var bytes = new byte[(int) piece.bytes()];
      read(channel, position, bytes, bytes.length);
      var crc = new CRC32C();
      crc.update(bytes);
      requireSound(agreement, piece, crc);
      return bytes;
    }
  }

  private void requireSound(AgreementId agreement, Piece piece, CRC32C crc) throws IOException {
    if ((int) crc.getValue() != piece.crc32c()) {
      throw store.lost(
          agreement, piece, "its bytes do not have the checksum they were stored with", null);
    }
  }

  private static void awaitVoucher(BilledRead billed, int bytes) throws IOException {
    if (!takes(billed, bytes, VOUCHER_PATIENCE)) {
      throw new IOException(
          "The consumer paid nothing for "
              + VOUCHER_PATIENCE.toSeconds()
              + " s while its window was used up; the stream was cut.");
    }
  }

  private static boolean takes(BilledRead billed, long bytes, Duration patience)
      throws IOException {
    try {
      return billed.take(bytes, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var stopped = new InterruptedIOException("stopped while waiting for a voucher");
      stopped.initCause(e);
      throw stopped;
    }
  }

  private static void read(FileChannel channel, long position, byte[] into, int length)
      throws IOException {
    var rest = ByteBuffer.wrap(into, 0, length);
    for (long from = position; rest.hasRemaining(); ) {
      int read = channel.read(rest, from);
      if (read < 0) {
        throw new EOFException("The piece's file ended early.");
      }
      from += read;
    }
  }

  private ProblemException unpaid(Bill bill, ByteRange range, AgreementId agreement) {
    var state = bill.state();
    long wanted = Math.min(range.length(), bills.windowBytes() / 2);
    var least = Math.max(0, state.unpaidBytes() + wanted - bills.windowBytes());
    return Problem.UNPAID
        .because(
            "Agreement %s has %d bytes unpaid; at most %d may be."
                .formatted(agreement, state.unpaidBytes(), bills.windowBytes()))
        .with(
            Map.of(
                "owedBytes", Long.toString(state.unpaidBytes()),
                "windowBytes", Long.toString(bills.windowBytes()),
                "servedBytes", Long.toString(state.servedBytes()),
                "cumulative", bill.costOf(state.paidBytes() + least).toString()));
  }

  private Piece require(AgreementId agreement, Bytes32 pieceId) {
    return store
        .find(agreement, pieceId)
        .orElseThrow(
            () ->
                Problem.PIECE_UNKNOWN.because(
                    "Agreement " + agreement + " has no piece " + pieceId + "."));
  }

  private static HttpResponse described(HttpResponse response, Piece piece) {
    return response
        .header("Content-Type", "application/octet-stream")
        .header("Accept-Ranges", "bytes")
        .header("Flashback-Piece-Root", piece.root().toString());
  }

  private static Optional<Bytes32> announcedRoot(HttpRequest request) {
    try {
      return request.header("Flashback-Piece-Root").map(Bytes32::fromHex);
    } catch (IllegalArgumentException malformed) {
      throw Json.invalid("Flashback-Piece-Root", "is no hash of 32 bytes in hex");
    }
  }

  private Map<String, Object> receipt(AgreementId agreement, Piece piece) {
    var receipt = new LinkedHashMap<String, Object>();
    receipt.put("agreementId", agreement.toString());
    receipt.put("pieceId", piece.id().toString());
    receipt.put("slot", piece.slot());
    receipt.put("bytes", piece.bytes());
    receipt.put("leaves", piece.leaves());
    receipt.put("root", piece.root().toString());
    receipt.put("treeHash", piece.treeHash().code());
    receipt.put("crc32c", "0x%08x".formatted(piece.crc32c()));
    receipt.put("providerId", agreement.providerId());
    receipt.put("signature", nodeKey.sign(messages.receipt(agreement, piece)).toString());
    return receipt;
  }
}
