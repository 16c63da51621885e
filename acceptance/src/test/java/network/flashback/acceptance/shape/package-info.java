/// The shape of the code, checked: arrows between modules, names, and sizes.
@NullMarked
package network.flashback.acceptance.shape;

import org.jspecify.annotations.NullMarked;
