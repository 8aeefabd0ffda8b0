package dev.perigee.cli.show;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The three streams of the program. The result goes to `out`, progress and diagnostics to `err`.
///
/// @param outIsTerminal whether somebody watches `out`: then it may have colours and be redrawn
/// @param errIsTerminal whether somebody watches `err`: then it may have progress bars
public record Console(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal) {

  /// Those of this process.
  public static Console ofProcess() {
    return new Console(
        new FileInputStream(FileDescriptor.in),
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
        isTerminal(1),
        isTerminal(2));
  }

  /// Says something that is not the result.
  public void say(String line) {
    err.println("perigee: " + line);
  }

  /// Shows how far something is, on one line that is drawn again; nothing without a terminal.
  public void progress(String line) {
    if (errIsTerminal) {
      err.print("\r\u001b[2Kperigee: " + line);
      err.flush();
    }
  }

  /// Takes the line of `progress` away.
  public void progressDone() {
    if (errIsTerminal) {
      err.print("\r\u001b[2K");
      err.flush();
    }
  }

  /// Text in bold where there is a terminal.
  public String bold(String text) {
    return outIsTerminal ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  /// Asks the system, which costs no class; one that can't be asked is taken for a pipe.
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException _) {
      return false;
    }
  }
}
