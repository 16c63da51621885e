/// What is stored and how it is cut, and what consumers and providers say about it.
@NullMarked
package network.flashback.domain.storage;

import org.jspecify.annotations.NullMarked;
