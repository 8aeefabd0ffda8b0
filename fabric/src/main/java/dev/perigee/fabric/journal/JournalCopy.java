package dev.perigee.fabric.journal;

import dev.perigee.fabric.FabricException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/// A copy of a journal that is in use: all that was acknowledged before, in one file.
public final class JournalCopy {
  private JournalCopy() {}

  /// @param file of the journal, or of another database that is written in the same way
  /// @param target a file that is not there yet
  /// @throws FabricException if it can't be read, or the copy not be written
  public static void write(Path file, Path target) {
    try (Connection c = Database.copier(file);
        PreparedStatement s = c.prepareStatement("VACUUM INTO ?")) {
      s.setString(1, target.toString());
      s.execute();
    } catch (SQLException e) {
      throw SqliteFailure.of(file, "copying it to " + target, e);
    }
  }
}
