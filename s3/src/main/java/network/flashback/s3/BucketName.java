package network.flashback.s3;

import java.util.regex.Pattern;

/// The rules for the name of a new general purpose bucket (Amazon S3 User Guide, "Bucket naming
/// rules").
public final class BucketName {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern RESERVED =
      Pattern.compile("(xn--|sthree-).*|.*(-s3alias|--ol-s3|\\.mrap|--x-s3|--table-s3)");

  private BucketName() {}

  public static boolean isValid(String name) {
    return SHAPE.matcher(name).matches()
        && !name.contains("..")
        && !name.contains(".-")
        && !name.contains("-.")
        && !IPV4.matcher(name).matches()
        && !RESERVED.matcher(name).matches();
  }

  /// The name, when it is one.
  ///
  /// @throws S3Exception `InvalidBucketName`
  public static String require(String name) {
    if (!isValid(name)) {
      throw new S3Exception(S3Error.INVALID_BUCKET_NAME).with("BucketName", name);
    }
    return name;
  }
}
