package dev.perigee.ledger;

import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;

/// Entries as columns, format version 1: identifiers, times, three dictionaries, flags, then 25
/// columns of integers and two of doubles. The order is the format: it may never change for this
/// version.
final class EntryColumns {
  private static final List<ToLongFunction<LedgerEntry>> LONGS =
      List.of(
          LedgerEntry::version,
          e -> e.phases().queueNs(),
          e -> e.phases().placeNs(),
          e -> e.phases().fetchNs(),
          e -> e.phases().sandboxNs(),
          e -> e.phases().initNs(),
          e -> e.phases().handlerNs(),
          LedgerEntry::memoryMb,
          LedgerEntry::cpuNs,
          LedgerEntry::bytesIn,
          LedgerEntry::bytesOut,
          e -> e.energy().cpuMicroJ(),
          e -> e.energy().memoryMicroJ(),
          e -> e.energy().gpuMicroJ(),
          e -> e.energy().networkMicroJ(),
          e -> e.energy().idleMicroJ(),
          e -> e.energy().platformMicroJ(),
          e -> e.carbon().operationNanoGramsCo2e(),
          e -> e.carbon().transmissionNanoGramsCo2e(),
          e -> e.carbon().embodiedNanoGramsCo2e(),
          e -> e.money().invocationPicoUsd(),
          e -> e.money().computePicoUsd(),
          e -> e.money().transferPicoUsd(),
          e -> e.money().statePicoUsd(),
          e -> e.money().servicesPicoUsd(),
          LedgerEntry::planId,
          LedgerEntry::decisionId);

  private EntryColumns() {}

  static void write(List<LedgerEntry> rows, ColumnWriter out) {
    for (LedgerEntry row : rows) {
      out.fixed(row.invocationId().getMostSignificantBits());
      out.fixed(row.invocationId().getLeastSignificantBits());
    }
    out.longs(Rows.longs(rows, LedgerEntry::startedUtcNs), true);
    out.strings(Rows.strings(rows, LedgerEntry::tenant));
    out.strings(Rows.strings(rows, LedgerEntry::function));
    out.strings(Rows.strings(rows, LedgerEntry::node));
    out.longs(Rows.longs(rows, EntryColumns::flags), false);
    for (ToLongFunction<LedgerEntry> column : LONGS) {
      out.longs(Rows.longs(rows, column), false);
    }
    out.doubles(Rows.doubles(rows, LedgerEntry::intensityGramsPerKwh));
    out.doubles(Rows.doubles(rows, LedgerEntry::pue));
  }

  static List<LedgerEntry> read(int rows, ColumnReader in) {
    UUID[] ids = new UUID[rows];
    for (int row = 0; row < rows; row++) {
      ids[row] = new UUID(in.fixed(), in.fixed());
    }
    long[] started = in.longs(rows);
    String[] tenants = in.strings(rows);
    String[] functions = in.strings(rows);
    String[] nodes = in.strings(rows);
    long[] flags = in.longs(rows);
    long[][] longs = new long[LONGS.size()][];
    for (int column = 0; column < longs.length; column++) {
      longs[column] = in.longs(rows);
    }
    double[] intensities = in.doubles(rows);
    double[] pues = in.doubles(rows);
    List<LedgerEntry> entries = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      LongRow next = new LongRow(longs, row);
      long flag = flags[row];
      // Arguments are evaluated from left to right, which is the order of LONGS.
      entries.add(
          new LedgerEntry(
              ids[row],
              tenants[row],
              functions[row],
              next.anInt(),
              nodes[row],
              started[row],
              outcome(flag),
              (flag & 4) != 0,
              new Phases(
                  next.aLong(),
                  next.aLong(),
                  next.aLong(),
                  next.aLong(),
                  next.aLong(),
                  next.aLong()),
              next.anInt(),
              next.aLong(),
              next.aLong(),
              next.aLong(),
              next.energy(),
              new Carbon(next.aLong(), next.aLong(), next.aLong()),
              new Money(next.aLong(), next.aLong(), next.aLong(), next.aLong(), next.aLong()),
              (flag & 8) != 0 ? Quality.MEASURED : Quality.MODELLED,
              (flag & 16) != 0,
              intensities[row],
              pues[row],
              next.aLong(),
              next.aLong()));
    }
    return entries;
  }

  /// Bits 0-1 outcome, 2 cold start, 3 measured, 4 settled. Codes are written out, for the order of
  /// an enum may change.
  private static long flags(LedgerEntry entry) {
    int outcome =
        switch (entry.outcome()) {
          case OK -> 0;
          case ERROR -> 1;
          case TIMEOUT -> 2;
          case THROTTLED -> 3;
        };
    int quality =
        switch (entry.quality()) {
          case MODELLED -> 0;
          case MEASURED -> 8;
        };
    return outcome | (entry.coldStart() ? 4 : 0) | quality | (entry.settled() ? 16 : 0);
  }

  private static Outcome outcome(long flag) {
    if ((flag & ~31L) != 0) {
      throw new LedgerException("the flags of an entry are " + flag + ", known are 0..31");
    }
    return switch ((int) (flag & 3)) {
      case 0 -> Outcome.OK;
      case 1 -> Outcome.ERROR;
      case 2 -> Outcome.TIMEOUT;
      default -> Outcome.THROTTLED;
    };
  }
}
