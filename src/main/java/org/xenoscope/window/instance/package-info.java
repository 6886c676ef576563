/// One running program for a person's display: a second start hands its files to the first.
///
/// Front door: {@link org.xenoscope.window.instance.RunningInstance} (hand over, or become the one
/// that listens), {@link org.xenoscope.window.instance.Request} (what is to be opened), {@link
/// org.xenoscope.window.instance.UriList} (what a desktop hands over). They meet at a Unix domain
/// socket in a folder that only the person can enter. Knows nothing of JavaFX; any thread may ask.
/// Whatever is wrong with the socket, the program starts on its own.
package org.xenoscope.window.instance;
