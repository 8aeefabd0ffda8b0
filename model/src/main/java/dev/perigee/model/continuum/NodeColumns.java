package dev.perigee.model.continuum;

/// The nodes of a snapshot, a column per field.
public record NodeColumns(
    RefColumn<String> id,
    RefColumn<String> zone,
    IntColumn state,
    IntColumn cpuMilli,
    IntColumn memoryMb,
    DoubleColumn idleW,
    DoubleColumn maxW,
    DoubleColumn intensityGramsPerKwh,
    DoubleColumn pue,
    LongColumn revision) {

  public static final NodeColumns EMPTY =
      new NodeColumns(
          RefColumn.empty(),
          RefColumn.empty(),
          IntColumn.EMPTY,
          IntColumn.EMPTY,
          IntColumn.EMPTY,
          DoubleColumn.EMPTY,
          DoubleColumn.EMPTY,
          DoubleColumn.EMPTY,
          DoubleColumn.EMPTY,
          LongColumn.EMPTY);

  private static final int UP = NodeState.UP.ordinal();

  public int count() {
    return id.size();
  }

  public boolean isUp(int index) {
    return state.get(index) == UP;
  }

  public Node get(int index) {
    return new Node(
        id.get(index),
        zone.get(index),
        NodeState.values()[state.get(index)],
        cpuMilli.get(index),
        memoryMb.get(index),
        idleW.get(index),
        maxW.get(index),
        intensityGramsPerKwh.get(index),
        pue.get(index),
        revision.get(index));
  }

  NodeColumns with(int index, Node node) {
    return new NodeColumns(
        id.with(index, node.id()),
        zone.with(index, node.zone()),
        state.with(index, node.state().ordinal()),
        cpuMilli.with(index, node.cpuMilli()),
        memoryMb.with(index, node.memoryMb()),
        idleW.with(index, node.idleW()),
        maxW.with(index, node.maxW()),
        intensityGramsPerKwh.with(index, node.intensityGramsPerKwh()),
        pue.with(index, node.pue()),
        revision.with(index, node.revision()));
  }
}
