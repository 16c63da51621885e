@NullMarked
package network.flashback.settlement.statement;

import org.jspecify.annotations.NullMarked;
