import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.view.ViewBox;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

/// Draws an SVG picture as `icon-16.png` to `icon-256.png`; the build runs it from this source.
final class DrawIcons {
    private static final int[] SIZES = {16, 24, 32, 48, 64, 128, 256};

    private DrawIcons() {}

    /// Draws every size.
    ///
    /// @param arguments the SVG file, and the folder for the pictures
    public static void main(String[] arguments) throws IOException {
        System.setProperty("java.awt.headless", "true");
        var svg = Path.of(arguments[0]);
        var folder = Files.createDirectories(Path.of(arguments[1]));
        var document = new SVGLoader().load(svg.toUri().toURL());
        if (document == null) {
            throw new IOException("not an SVG picture: " + svg);
        }
        for (int size : SIZES) {
            var image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
            var graphics = image.createGraphics();
            graphics.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(
                    RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            document.render((java.awt.Component) null, graphics, new ViewBox(size, size));
            graphics.dispose();
            ImageIO.write(image, "png", folder.resolve("icon-" + size + ".png").toFile());
        }
    }
}
