/// Tests of points for days and their mean.
@NullMarked
package network.flashback.domain.reputation;

import org.jspecify.annotations.NullMarked;
