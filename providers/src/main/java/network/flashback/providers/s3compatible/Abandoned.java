package network.flashback.providers.s3compatible;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// An answer that is cut off when nobody wants the rest, instead of being read to its end.
final class Abandoned extends FilterInputStream {
  private final ResponseInputStream<GetObjectResponse> answer;
  private long left;

  Abandoned(ResponseInputStream<GetObjectResponse> answer, long length) {
    super(answer);
    this.answer = answer;
    this.left = length;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = answer.read(target, offset, length);
    left -= Math.max(read, 0);
    return read;
  }

  @Override
  public void close() throws IOException {
    if (left > 0) {
      answer.abort();
    }
    answer.close();
  }
}
