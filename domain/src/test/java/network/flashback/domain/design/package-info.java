/// Tests of the designer.
@NullMarked
package network.flashback.domain.design;

import org.jspecify.annotations.NullMarked;
