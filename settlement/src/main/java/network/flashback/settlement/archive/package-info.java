/// Files that outlive a crash, and documents found by the hash of their content.
@NullMarked
package network.flashback.settlement.archive;

import org.jspecify.annotations.NullMarked;
