/// Colours, fonts and icons; the CSS lies beside it in the resources.
///
/// Front door: `Theme`. No other room names a colour.
package org.xenoscope.window.theme;
