package dev.perigee.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Optional;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/// A recording of Java Flight Recorder that lasts as long as the platform: the JVM's default events
/// and the platform's own.
record FlightRecording(Optional<Recording> recording) implements AutoCloseable {

  static FlightRecording start(Optional<Path> file) {
    return new FlightRecording(file.map(FlightRecording::into));
  }

  private static Recording into(Path file) {
    try {
      Recording recording = new Recording(Configuration.getConfiguration("default"));
      recording.setName("perigee");
      recording.setDestination(file.toAbsolutePath());
      recording.start();
      return recording;
    } catch (IOException | ParseException e) {
      throw new VerbException(
          "can't record into %s (%s): give --jfr a file in a folder that can be written"
              .formatted(file, e),
          e);
    }
  }

  /// Writes the file, if the JVM has not done so: it does when it is told to end, at the same time.
  @Override
  public void close() {
    recording.ifPresent(each -> {
      try {
        if (each.getState() == RecordingState.RUNNING) {
          each.stop();
        }
      } catch (IllegalStateException _) {
        // It has ended in between, and is written.
      }
      each.close();
    });
  }
}
