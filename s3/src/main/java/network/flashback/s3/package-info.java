/// The S3 protocol as pure values: requests, signatures, checksums, XML and the table of errors.
@NullMarked
package network.flashback.s3;

import org.jspecify.annotations.NullMarked;
