package network.flashback.node.store;

import network.flashback.evm.Bytes32;

/// What came of putting a piece.
public sealed interface Put {
  /// Durable.
  record Created(Piece piece) implements Put {}

  /// It was there before, with the same bytes; durable. What the disk had lost of it is there
  /// again.
  record Present(Piece piece) implements Put {}

  /// Under this id other bytes are kept; they stay.
  record Differs(Piece kept) implements Put {}

  /// The bytes that came are not those that were announced; nothing was kept.
  record Damaged(Bytes32 announced, Bytes32 actual) implements Put {}

  /// The agreement's capacity does not hold it.
  ///
  /// @param freeBytes left in whole leaves
  record AgreementFull(long freeBytes, long capacityBytes) implements Put {}
}
