/// Tests of the decisions on erasure.
@NullMarked
package network.flashback.domain.erasure;

import org.jspecify.annotations.NullMarked;
