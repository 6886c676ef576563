/// The JavaFX program: one window a dump.
///
/// What is shared by its rooms: {@link org.xenoscope.window.Navigator} (where the person is),
/// {@link org.xenoscope.window.Jobs} (the one door between threads), {@link
/// org.xenoscope.window.Workbench} (what a view of an open dump is given). Views are small classes
/// over observable state; they never talk to each other. Everything here is for the JavaFX thread
/// unless it says otherwise.
package org.xenoscope.window;
