/// Tests of the decisions on storage.
@NullMarked
package network.flashback.domain.storage;

import org.jspecify.annotations.NullMarked;
