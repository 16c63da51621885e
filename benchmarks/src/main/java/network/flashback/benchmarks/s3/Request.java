package network.flashback.benchmarks.s3;

/// A request, signed and written out before it is timed.
///
/// @param head as it is sent, to the empty line; for a small body that too
/// @param body what is sent after it; empty for none
/// @param answer the body that must come back; empty for any
@SuppressWarnings("ArrayRecordComponent") // Sent and compared as they are, never each other.
record Request(byte[] head, byte[] body, byte[] answer) {
  static final byte[] NOTHING = new byte[0];
}
