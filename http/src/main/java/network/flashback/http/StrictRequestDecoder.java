package network.flashback.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/// Netty's decoder, with this server's limits, refusing what two parsers could read differently.
final class StrictRequestDecoder extends HttpRequestDecoder {
  StrictRequestDecoder(HttpServerConfig config) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(config.maxRequestLineBytes())
            .setMaxHeaderSize(config.maxHeaderBytes())
            .setMaxChunkSize(64 * 1024));
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    // Both headers at once are the raw material of request smuggling (RFC 9112, 6.3, item 3).
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding were sent");
  }
}
