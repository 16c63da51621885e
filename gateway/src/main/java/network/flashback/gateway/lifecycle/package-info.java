/// What happens to objects as they grow old.
@NullMarked
package network.flashback.gateway.lifecycle;

import org.jspecify.annotations.NullMarked;
