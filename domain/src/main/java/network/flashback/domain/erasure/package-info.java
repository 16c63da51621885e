/// Redundancy arithmetic over GF(2^8).
@NullMarked
package network.flashback.domain.erasure;

import org.jspecify.annotations.NullMarked;
