/// An open dump. Ties the rooms together, hands out spaces and facts, collects findings.
///
/// Front door: {@link org.xenoscope.dump.Dump#open}. Leans on every room above it in the house.
/// Facts are pulled: each is computed when first asked for, once. Any thread may ask.
package org.xenoscope.dump;
