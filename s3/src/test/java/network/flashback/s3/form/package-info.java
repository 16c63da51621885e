/// Tests of the package of the same name.
@NullMarked
package network.flashback.s3.form;

import org.jspecify.annotations.NullMarked;
