package network.flashback.s3.form;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import network.flashback.s3.S3Error;
import network.flashback.s3.S3Exception;
import network.flashback.s3.S3Request;

/// An HTML form with a file, `multipart/form-data`. The file is the last field, as browsers and
/// clients send it; it is read as it arrives.
///
/// @param fields those before the file, by lower-case name
/// @param fileName as the client named it
/// @param length bytes of the file
/// @param file ends after the file, when the form was found to end there too
public record PostForm(
    Map<String, String> fields, Optional<String> fileName, long length, InputStream file) {
  // S3 allows 20 KB before the file; two tags fields and a policy stay far below.
  private static final int FIELDS_BYTES_MAX = 64 * 1024;
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i)multipart/form-data\\s*;.*?boundary=\"?([^\";,]{1,70})\"?.*");
  private static final Pattern NAME = Pattern.compile("(?i).*[;\\s]name=\"([^\"]*)\".*");
  private static final Pattern FILE_NAME = Pattern.compile("(?i).*filename=\"([^\"]*)\".*");

  /// Reads the fields, up to the file.
  ///
  /// @throws S3Exception `MalformedPOSTRequest`, `MissingContentLength`,
  ///   `RequestIsNotMultiPartContent`, `MaxPostPreDataLengthExceededError`
  public static PostForm read(S3Request request) throws IOException {
    var type = BOUNDARY.matcher(request.headers().first("content-type").orElse("").strip());
    if (!type.matches()) {
      throw new S3Exception(S3Error.REQUEST_IS_NOT_MULTI_PART_CONTENT);
    }
    return new Reader(request.http().body(), type.group(1)).form(request.requiredLength());
  }

  /// Reads part by part and counts what it took.
  private static final class Reader {
    private final InputStream in;
    private final byte[] delimiter;
    private long taken;

    Reader(InputStream body, String boundary) {
      this.in = new BufferedInputStream(body, 8192);
      this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    PostForm form(long total) throws IOException {
      var fields = new LinkedHashMap<String, String>();
      if (!line().equals(text(delimiter).substring(2))) {
        throw new S3Exception(S3Error.MALFORMED_POST_REQUEST);
      }
      while (true) {
        var disposition = "";
        for (var header = line(); !header.isEmpty(); header = line()) {
          if (header.toLowerCase(java.util.Locale.ROOT).startsWith("content-disposition:")) {
            disposition = header;
          }
        }
        var name = NAME.matcher(disposition);
        if (!name.matches()) {
          throw new S3Exception(S3Error.MALFORMED_POST_REQUEST);
        }
        var field = utf8(name.group(1)).toLowerCase(java.util.Locale.ROOT);
        if (field.equals("file")) {
          return file(fields, disposition, total);
        }
        fields.putIfAbsent(field, value());
        var rest = line();
        if (rest.equals("--")) {
          throw new S3Exception(S3Error.INCORRECT_NUMBER_OF_FILES_IN_POST_REQUEST);
        }
        if (!rest.isEmpty()) {
          throw new S3Exception(S3Error.MALFORMED_POST_REQUEST);
        }
      }
    }

    private PostForm file(Map<String, String> fields, String disposition, long total) {
      var end = (text(delimiter) + "--\r\n").getBytes(StandardCharsets.ISO_8859_1);
      var length = total - taken - end.length;
      if (length < 0) {
        throw new S3Exception(S3Error.MALFORMED_POST_REQUEST);
      }
      var name = FILE_NAME.matcher(disposition);
      return new PostForm(
          Map.copyOf(fields),
          name.matches() ? Optional.of(utf8(name.group(1))) : Optional.empty(),
          length,
          new FileStream(in, length, end));
    }

    /// A line without its end.
    private String line() throws IOException {
      var line = new ByteArrayOutputStream(80);
      while (true) {
        int b = next();
        if (b == '\n') {
          var text = line.toString(StandardCharsets.ISO_8859_1);
          return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }
        line.write(b);
      }
    }

    /// The text up to the delimiter, which is taken too.
    private String value() throws IOException {
      var value = new ByteArrayOutputStream(80);
      var window = new byte[delimiter.length];
      int held = 0;
      while (true) {
        if (held == window.length) {
          if (Arrays.equals(window, delimiter)) {
            return value.toString(StandardCharsets.UTF_8);
          }
          value.write(window[0]);
          System.arraycopy(window, 1, window, 0, --held);
        }
        window[held++] = (byte) next();
      }
    }

    private int next() throws IOException {
      int b = in.read();
      if (b < 0) {
        throw new S3Exception(S3Error.MALFORMED_POST_REQUEST);
      }
      if (++taken > FIELDS_BYTES_MAX) {
        throw new S3Exception(S3Error.MAX_POST_PRE_DATA_LENGTH_EXCEEDED);
      }
      return b;
    }

    private static String text(byte[] bytes) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String utf8(String wire) {
      return new String(wire.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
  }

  /// The bytes of the file; its end is reached only when the form ends there too.
  private static final class FileStream extends InputStream {
    private final InputStream in;
    private final byte[] end;
    private long left;
    private boolean ended;

    FileStream(InputStream in, long length, byte[] end) {
      this.in = in;
      this.left = length;
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
      if (left == 0) {
        if (!ended && !Arrays.equals(in.readNBytes(end.length), end)) {
          throw new S3Exception(
              S3Error.MALFORMED_POST_REQUEST, "The file must be the last field of the form.");
        }
        ended = true;
        return -1;
      }
      int got = in.read(into, from, (int) Math.min(count, left));
      if (got < 0) {
        throw new S3Exception(S3Error.INCOMPLETE_BODY);
      }
      left -= got;
      return got;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
