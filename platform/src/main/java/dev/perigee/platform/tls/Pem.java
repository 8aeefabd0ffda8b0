package dev.perigee.platform.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One block of a PEM file.
///
/// @param label such as `CERTIFICATE`
/// @param encrypted whether a passphrase is needed to read it
record Pem(String label, boolean encrypted, byte[] der) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final Pattern HEADERS = Pattern.compile("\\A(?:[A-Za-z-]+: [^\n]*\n)+\\s*");

  /// @throws IllegalArgumentException if a block is no base64
  static List<Pem> blocks(String text) {
    List<Pem> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(text.replace("\r\n", "\n"));
    while (block.find()) {
      String label = block.group(1);
      String body = block.group(2);
      boolean encrypted = label.startsWith("ENCRYPTED") || body.contains("Proc-Type: 4,ENCRYPTED");
      String base64 = HEADERS.matcher(body).replaceFirst("").replaceAll("\\s", "");
      blocks.add(new Pem(label, encrypted, Base64.getDecoder().decode(base64)));
    }
    return blocks;
  }

  boolean isKey() {
    return label.endsWith("PRIVATE KEY");
  }

  boolean isCertificate() {
    return label.equals("CERTIFICATE");
  }
}
