/// Stories told on the whole running system, and the rules of shape that keep the code readable.
@NullMarked
package network.flashback.acceptance;

import org.jspecify.annotations.NullMarked;
