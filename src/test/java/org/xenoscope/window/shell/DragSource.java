package org.xenoscope.window.shell;

import java.awt.Color;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.awt.event.InputEvent;
import java.awt.event.MouseEvent;
import java.awt.event.MouseMotionAdapter;
import java.io.File;
import java.util.List;

import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import javax.swing.TransferHandler;

/// Another program, as a file manager is one: offers a file by XDND and drags it with the real
/// pointer to a point of the screen. Prints `dropped COPY` when the target has taken it, and `no
/// window manager` where none says which windows are those of programs: AWT drops on no other.
final class DragSource {
    private static final int SIDE = 60;
    private static final int STEPS = 24;
    private static final int PAUSE_MILLIS = 60;

    private DragSource() {}

    /// Starts the program.
    ///
    /// @param arguments the file, then x and y of the target on the screen
    public static void main(String[] arguments) throws Exception {
        File file = new File(arguments[0]);
        Point target = new Point(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        if (!Toolkit.getDefaultToolkit().isFrameStateSupported(Frame.MAXIMIZED_BOTH)) {
            System.out.println("no window manager");
            System.exit(1);
        }
        SwingUtilities.invokeAndWait(() -> show(file));
        Robot robot = new Robot();
        robot.setAutoWaitForIdle(true);
        robot.setAutoDelay(PAUSE_MILLIS);
        robot.delay(1000); // the window system shows the window when it likes
        robot.mouseMove(SIDE / 2, SIDE / 2);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.setAutoWaitForIdle(false);
        for (int step = 1; step <= STEPS; step++) {
            robot.mouseMove(
                    SIDE / 2 + (target.x - SIDE / 2) * step / STEPS,
                    SIDE / 2 + (target.y - SIDE / 2) * step / STEPS);
        }
        for (int shake = 0; shake < STEPS; shake++) {
            robot.mouseMove(target.x + shake % 3, target.y);
        }
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        robot.delay(10_000);
        System.out.println("not dropped");
        System.exit(1);
    }

    private static void show(File file) {
        JPanel panel = new JPanel();
        panel.setBackground(Color.ORANGE);
        panel.setTransferHandler(new Handler(file));
        panel.addMouseMotionListener(
                new MouseMotionAdapter() {
                    @Override
                    public void mouseDragged(MouseEvent event) {
                        panel.getTransferHandler().exportAsDrag(panel, event, TransferHandler.COPY);
                    }
                });
        JFrame frame = new JFrame("drag source");
        frame.setUndecorated(true);
        frame.setAlwaysOnTop(true);
        frame.setBounds(0, 0, SIDE, SIDE);
        frame.add(panel);
        frame.setVisible(true);
    }

    /// Offers the file, and says what became of it.
    private static final class Handler extends TransferHandler {
        private static final long serialVersionUID = 1;

        private final transient File file;

        Handler(File file) {
            this.file = file;
        }

        @Override
        public int getSourceActions(JComponent component) {
            return COPY;
        }

        @Override
        protected Transferable createTransferable(JComponent component) {
            return new Offer(file);
        }

        @Override
        protected void exportDone(JComponent source, Transferable data, int action) {
            System.out.println(action == COPY ? "dropped COPY" : "refused");
            System.exit(action == COPY ? 0 : 1);
        }
    }

    /// A list of one file.
    private record Offer(File file) implements Transferable {
        @Override
        public DataFlavor[] getTransferDataFlavors() {
            return new DataFlavor[] {DataFlavor.javaFileListFlavor};
        }

        @Override
        public boolean isDataFlavorSupported(DataFlavor flavor) {
            return flavor.equals(DataFlavor.javaFileListFlavor);
        }

        @Override
        public Object getTransferData(DataFlavor flavor) throws UnsupportedFlavorException {
            if (!isDataFlavorSupported(flavor)) {
                throw new UnsupportedFlavorException(flavor);
            }
            return List.of(file);
        }
    }
}
