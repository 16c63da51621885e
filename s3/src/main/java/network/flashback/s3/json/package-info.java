/// JSON that strangers write: policies.
@NullMarked
package network.flashback.s3.json;

import org.jspecify.annotations.NullMarked;
