/// In which order offers are shown, and why.
@NullMarked
package network.flashback.domain.ranking;

import org.jspecify.annotations.NullMarked;
