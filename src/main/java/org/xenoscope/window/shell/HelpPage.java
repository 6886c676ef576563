package org.xenoscope.window.shell;

/// The pages of the help.
enum HelpPage {
    /// the keys of every action
    KEYS("Keys"),
    /// the terms of the field
    WORDS("What the words mean"),
    /// the program, its parts and their licences
    ABOUT("About Xenoscope");

    private final String title;

    HelpPage(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
