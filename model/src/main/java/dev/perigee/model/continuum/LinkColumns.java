package dev.perigee.model.continuum;

/// The links of a snapshot, a column per field; ends are node indexes of the same snapshot.
public record LinkColumns(
    IntColumn fromIndex,
    IntColumn toIndex,
    LongColumn delayNs,
    DoubleColumn bandwidthBytesPerS,
    IntColumn up,
    LongColumn revision) {

  public static final LinkColumns EMPTY =
      new LinkColumns(
          IntColumn.EMPTY,
          IntColumn.EMPTY,
          LongColumn.EMPTY,
          DoubleColumn.EMPTY,
          IntColumn.EMPTY,
          LongColumn.EMPTY);

  public int count() {
    return fromIndex.size();
  }

  public boolean isUp(int row) {
    return up.get(row) == 1;
  }

  LinkColumns with(int row, Link link, int from, int to) {
    return new LinkColumns(
        fromIndex.with(row, from),
        toIndex.with(row, to),
        delayNs.with(row, link.delayNs()),
        bandwidthBytesPerS.with(row, link.bandwidthBytesPerS()),
        up.with(row, link.up() ? 1 : 0),
        revision.with(row, link.revision()));
  }
}
