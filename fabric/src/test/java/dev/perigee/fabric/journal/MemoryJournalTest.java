package dev.perigee.fabric.journal;

class MemoryJournalTest extends JournalContract {
  @Override
  Journal open() {
    return new MemoryJournal();
  }
}
