/// Uploads by HTML form: the form, its policy, and the request it stands for.
@NullMarked
package network.flashback.s3.form;

import org.jspecify.annotations.NullMarked;
