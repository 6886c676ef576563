/// Finding page-table roots: notes, shared info, the scan for tables that map themselves.
///
/// Front door: {@link org.xenoscope.space.root.Roots}. Leans on `image`, `note`, `space.paging` and
/// `space.p2m`. Each root is looked for when first asked for, once. Any thread may ask.
package org.xenoscope.space.root;
