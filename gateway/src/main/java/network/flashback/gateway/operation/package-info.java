/// The S3 operations.
@NullMarked
package network.flashback.gateway.operation;

import org.jspecify.annotations.NullMarked;
