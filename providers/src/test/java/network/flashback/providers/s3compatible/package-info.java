@NullMarked
package network.flashback.providers.s3compatible;

import org.jspecify.annotations.NullMarked;
