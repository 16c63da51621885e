/// The checksum algorithms of S3, and how the checksum of a multipart object follows from its
/// parts.
@NullMarked
package network.flashback.s3.checksum;

import org.jspecify.annotations.NullMarked;
