/// Who may do what with a bucket: policy, ACLs, ownership and public access block, judged together.
@NullMarked
package network.flashback.s3.access;

import org.jspecify.annotations.NullMarked;
