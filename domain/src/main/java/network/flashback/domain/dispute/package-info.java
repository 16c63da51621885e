/// What the parties of a dispute tell about it.
@NullMarked
package network.flashback.domain.dispute;

import org.jspecify.annotations.NullMarked;
