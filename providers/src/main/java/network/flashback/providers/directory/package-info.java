/// A provider on a local disk, for development and small operators.
@NullMarked
package network.flashback.providers.directory;

import org.jspecify.annotations.NullMarked;
