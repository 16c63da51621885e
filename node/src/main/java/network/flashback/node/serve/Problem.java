package network.flashback.node.serve;

/// Every error a caller can get, with what to do about it (RFC 9457).
enum Problem {
  FIELD_INVALID(400, "A value is missing or malformed", "Correct the field named and send again."),
  SESSION_UNKNOWN(401, "No session", "Open a session with POST /v1/sessions and send its token."),
  UNPAID(
      402,
      "The unpaid window is used up",
      "Send a voucher over at least the cumulative amount wanted, then ask again."),
  NOT_ALLOWED(
      403,
      "The key may not do this",
      "Let the consumer grant the right to this key on chain, or use a key that has it."),
  AGREEMENT_NOT_HERE(
      403,
      "The agreement is not with this node, or not live",
      "Check the agreement's provider and state on chain."),
  SIGNATURE_WRONG(403, "The signature does not fit", "Sign exactly the message of the protocol."),
  NOTHING_HERE(404, "There is nothing at this path", "See the node's protocol for its paths."),
  PIECE_UNKNOWN(404, "No such piece", "List the slots to see what is kept."),
  NOTHING_COMMITTED(
      404, "No revision is committed yet", "Ask again when the first one is on chain."),
  METHOD_WRONG(405, "This path does not take the method", "See the node's protocol."),
  PIECE_DIFFERS(
      409, "Other bytes are kept under this id", "Choose another piece id; ids are never reused."),
  REVISION_DIFFERS(
      409,
      "The node sees another unit",
      "Compare with the slots, and sign a revision of what is kept."),
  REVISION_STALE(409, "A newer revision is signed already", "Use a sequence above the newest one."),
  PIECE_LOST(410, "The piece is lost", "Repair it from the other legs; then delete it here."),
  LENGTH_MISSING(411, "The length is missing", "Send Content-Length."),
  TOO_LARGE(413, "The body is too large", "Stay within the bound named."),
  RANGE_OUTSIDE(416, "The range lies outside", "Ask for bytes or leaves that exist."),
  PIECE_DAMAGED(
      422, "Other bytes arrived than were announced", "Send the piece again; nothing was kept."),
  VOUCHER_UNFIT(422, "The voucher cannot be claimed", "Stay within the escrow and the key's cap."),
  BUSY(503, "The node is busy", "Try again in a moment."),
  MAINTENANCE(503, "The node takes no writes for a while", "Try again later, or use another leg."),
  CHAIN_SILENT(
      503, "The node cannot reach the chain", "Try again in a moment; data on disk is safe."),
  DISK_GONE(
      503, "A disk of the node does not work", "Use the other legs until its operator says more."),
  FULL(507, "There is no room", "Use another agreement, or extend this one.");

  final int status;
  final String title;
  final String remedy;

  Problem(int status, String title, String remedy) {
    this.status = status;
    this.title = title;
    this.remedy = remedy;
  }

  /// Last part of the type's name: `field-invalid`.
  String slug() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  ProblemException because(String detail) {
    return new ProblemException(this, detail, java.util.Map.of());
  }
}
