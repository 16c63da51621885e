/// The S3 protocol without I/O of its own: requests, operations, errors, entity tags, ranges and
/// conditions.
@NullMarked
package network.flashback.s3;

import org.jspecify.annotations.NullMarked;
