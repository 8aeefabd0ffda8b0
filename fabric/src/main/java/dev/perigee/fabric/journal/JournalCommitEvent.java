package dev.perigee.fabric.journal;

import java.nio.file.Path;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A batch of records from the begin of its transaction until it is on the disk.
@Name("perigee.JournalCommit")
@Label("Journal commit")
@Description("A batch of records from the begin of its transaction until it is on the disk.")
@Category("Perigee")
@StackTrace(false)
final class JournalCommitEvent extends Event {
  @Label("File")
  String file = "";

  @Label("Records")
  int records;

  void tell(Path journal, int recordCount) {
    end();
    if (shouldCommit()) {
      file = journal.toString();
      records = recordCount;
      commit();
    }
  }
}
