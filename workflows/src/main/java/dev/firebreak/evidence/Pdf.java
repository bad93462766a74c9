package dev.firebreak.evidence;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Makes a PDF of a page. It fetches nothing, whatever the page says, and brings its own fonts. */
final class Pdf {
  private static final String FONTS = "/net/sf/jasperreports/fonts/dejavu/";

  private Pdf() {}

  static byte[] of(String html) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PdfRendererBuilder builder = new PdfRendererBuilder();
    builder.useUriResolver((base, uri) -> null);
    builder.useFont(() -> font("DejaVuSans.ttf"), "Report");
    builder.useFont(
        () -> font("DejaVuSans-Bold.ttf"),
        "Report",
        700,
        BaseRendererBuilder.FontStyle.NORMAL,
        true);
    builder.useFont(() -> font("DejaVuSansMono.ttf"), "Report Mono");
    builder.withProducer("Firebreak");
    builder.withHtmlContent(html, null);
    builder.toStream(out);
    try {
      builder.run();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("the report could not be made into a PDF", e);
    }
  }

  private static InputStream font(String name) {
    InputStream in = Pdf.class.getResourceAsStream(FONTS + name);
    if (in == null) {
      throw new UncheckedIOException(new IOException("the font " + name + " is not installed"));
    }
    return in;
  }
}
