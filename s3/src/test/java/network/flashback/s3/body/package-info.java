/// Tests of the package of the same name.
@NullMarked
package network.flashback.s3.body;

import org.jspecify.annotations.NullMarked;
