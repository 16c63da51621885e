package network.flashback.gateway.seal;

/// The plain bytes of a frame, from a place in an array on; valid until the next frame is opened.
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
public record OpenedFrame(byte[] bytes, int from) {}
