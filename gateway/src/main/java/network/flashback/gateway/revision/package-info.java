/// What gateway and providers agree is stored, signed by both.
@NullMarked
package network.flashback.gateway.revision;

import org.jspecify.annotations.NullMarked;
