/// Tests of the decisions on money.
@NullMarked
package network.flashback.domain.money;

import org.jspecify.annotations.NullMarked;
