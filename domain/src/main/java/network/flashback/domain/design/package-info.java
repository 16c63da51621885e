/// From wishes to plans: which SLAs serve them, what each wish costs, and which cannot be met.
@NullMarked
package network.flashback.domain.design;

import org.jspecify.annotations.NullMarked;
