/// Tests of the decisions on quality.
@NullMarked
package network.flashback.domain.quality;

import org.jspecify.annotations.NullMarked;
