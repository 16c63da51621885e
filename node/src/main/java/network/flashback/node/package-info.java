/// A DIRECT provider: keeps pieces on disk, serves streams, proves possession and claims its pay.
@NullMarked
package network.flashback.node;

import org.jspecify.annotations.NullMarked;
