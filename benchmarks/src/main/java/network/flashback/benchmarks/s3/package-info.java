/// The S3 endpoint under load, beside other servers on the same machine.
@NullMarked
package network.flashback.benchmarks.s3;

import org.jspecify.annotations.NullMarked;
