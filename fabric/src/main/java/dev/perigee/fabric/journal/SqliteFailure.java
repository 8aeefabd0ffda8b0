package dev.perigee.fabric.journal;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/// SQLite's primary result codes (https://www.sqlite.org/rescode.html) in our words.
final class SqliteFailure {
  private static final int PRIMARY_MASK = 0xff;
  private static final int READONLY = 8;
  private static final int IOERR = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int NOTADB = 26;

  /// Less than this and an I/O error is taken for a full disk: the shared-memory file grows by 32
  /// KiB.
  private static final long NO_ROOM_BYTES = 64 << 10;

  private SqliteFailure() {}

  static FabricException of(Path database, String doing, SQLException e) {
    return switch (e.getErrorCode() & PRIMARY_MASK) {
      case FULL -> full(database, doing, e);
      case IOERR -> hasRoom(database) ? other(database, doing, e) : full(database, doing, e);
      case READONLY, CANTOPEN ->
          new FabricException(
              Reason.READ_ONLY,
              "can't write %s while %s: change its owner or mode, or choose another folder"
                  .formatted(database, doing),
              e);
      case CORRUPT, NOTADB -> damaged(database, String.valueOf(e.getMessage()), e);
      default -> other(database, doing, e);
    };
  }

  private static FabricException full(Path database, String doing, SQLException e) {
    return new FabricException(
        Reason.DISK_FULL,
        ("no room on the disk of %s while %s: this was not acknowledged, all that was is kept; "
                + "make room and try again")
            .formatted(database, doing),
        e);
  }

  static FabricException damaged(Path database, String what, Throwable cause) {
    return new FabricException(
        Reason.DAMAGED,
        ("the journal %s is damaged: %s. Put back a copy of the folder, or save what can be read"
                + " with `sqlite3 %s .recover | sqlite3 new.db` and use new.db in its place")
            .formatted(database, what, database),
        cause);
  }

  private static FabricException other(Path database, String doing, SQLException e) {
    return new FabricException(
        Reason.IO,
        "%s failed while %s: %s; look at the disk and the system's log"
            .formatted(database, doing, e.getMessage()),
        e);
  }

  private static boolean hasRoom(Path database) {
    try {
      return Files.getFileStore(database).getUsableSpace() > NO_ROOM_BYTES;
    } catch (IOException e) {
      return true;
    }
  }
}
