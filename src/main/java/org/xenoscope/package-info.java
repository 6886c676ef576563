/// The program's one `main`. May use every room.
package org.xenoscope;
