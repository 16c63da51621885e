/// Buckets behind the gateway, as people use them from a command line.
@NullMarked
package network.flashback.app.bucket;

import org.jspecify.annotations.NullMarked;
