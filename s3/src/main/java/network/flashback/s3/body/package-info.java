/// Request bodies: aws-chunked framing removed, lengths, digests and signatures verified while
/// streaming.
@NullMarked
package network.flashback.s3.body;

import org.jspecify.annotations.NullMarked;
