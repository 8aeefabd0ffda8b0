package dev.perigee.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.model.continuum.DoubleColumn;
import dev.perigee.model.continuum.IntColumn;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.continuum.Snapshot;
import dev.perigee.model.decision.Ids;
import dev.perigee.model.decision.ReadSet;
import dev.perigee.model.decision.ReadSet.NodeRead;
import dev.perigee.model.objective.Objective;
import dev.perigee.model.objective.Objective.Metric;
import dev.perigee.model.objective.Objective.Statistic;
import dev.perigee.model.objective.OptionTable;
import dev.perigee.model.objective.OptionTable.Configuration;
import dev.perigee.model.work.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private static final int BLOCK_ROWS = 4_096;

  @Test
  void aColumnSharesEveryBlockThatDidNotChange() {
    DoubleColumn before = DoubleColumn.EMPTY;
    for (int i = 0; i < 2 * BLOCK_ROWS + 1; i++) {
      before = before.with(i, i);
    }
    DoubleColumn after = before.with(BLOCK_ROWS + 5, -1);
    assertThat(after.sharesBlock(before, 0)).isTrue();
    assertThat(after.sharesBlock(before, 1)).isFalse();
    assertThat(after.sharesBlock(before, 2)).isTrue();
    assertThat(before.get(BLOCK_ROWS + 5)).isEqualTo(BLOCK_ROWS + 5);
    assertThat(after.get(BLOCK_ROWS + 5)).isEqualTo(-1);
  }

  @Test
  void aColumnHasNoGaps() {
    assertThatThrownBy(() -> IntColumn.EMPTY.with(1, 7)).isInstanceOf(ModelException.class);
    assertThat(IntColumn.EMPTY.with(0, 7).size()).isEqualTo(1);
  }

  @Test
  void aSnapshotKeepsWhatItWasMadeOf() {
    Node node = new Node("n1", "AT", NodeState.UP, 1_000, 128, 1, 2, 100, 1, 1);
    Snapshot before = Snapshot.EMPTY.withNode(0, node, 5);
    Snapshot after = before.withNode(0, node.withState(NodeState.DRAINING), 6);
    assertThat(before.nodes().get(0)).isEqualTo(node);
    assertThat(before.nodes().isUp(0)).isTrue();
    assertThat(after.nodes().isUp(0)).isFalse();
    assertThat(after.nodes().get(0).revision()).isEqualTo(2);
    assertThat(after.version()).isEqualTo(before.version() + 1);
  }

  @Test
  void idsSurviveBeingWrittenAndRead() {
    for (int origin : new int[] {0, 1, 0x7FFF}) {
      for (int epoch : new int[] {0, 1, 0xFFFF}) {
        long id = Ids.first(origin, epoch) + 41;
        assertThat(Ids.parse(Ids.planText(id))).isEqualTo(id);
        assertThat(Ids.parse(Ids.decisionText(id))).isEqualTo(id);
      }
    }
    for (String wrong : new String[] {"", "p", "p-1", "x-0-1", "p-0--1", "p-65536-1", "p-0-x"}) {
      assertThat(Ids.parse(wrong)).as(wrong).isEqualTo(-1);
    }
  }

  @Test
  void aReadSetDoesNotChangeWithTheListItWasMadeOf() {
    List<NodeRead> reads = new ArrayList<>(List.of(new NodeRead("n1", 1)));
    ReadSet set = new ReadSet(reads, List.of());
    reads.clear();
    assertThat(set.nodes()).containsExactly(new NodeRead("n1", 1));
  }

  @Test
  void anObjectiveIsKeptUpToItsBound() {
    Objective objective = new Objective(Metric.LATENCY_NS, Statistic.P99, 0, 100, true, 0);
    assertThat(objective.isKeptBy(100)).isTrue();
    assertThat(objective.isKeptBy(100.1)).isFalse();
    assertThat(objective.isKeptBy(Double.NaN)).isFalse();
    assertThatThrownBy(() -> new Objective(Metric.DELAY_NS, Statistic.MAX, 0, Double.NaN, true, 0))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void anOptionTableGivesBackWhatWasPutIn() {
    OptionTable.Builder builder = OptionTable.builder(3, 0.5, 0.99);
    for (int row = 0; row < 100; row++) {
      double[] values = {row, row + 0.5};
      builder.add(new Configuration(row, 1, 2, 3, 4), values, values, values, values);
    }
    OptionTable table = builder.build();
    assertThat(table.count()).isEqualTo(100);
    assertThat(table.stage()).isEqualTo(3);
    for (int row = 0; row < 100; row++) {
      assertThat(table.nodeClass(row)).isEqualTo(row);
      assertThat(table.timeNs(row, 0)).isEqualTo(row);
      assertThat(table.costPicoUsd(row, 1)).isEqualTo(row + 0.5);
    }
  }

  @Test
  void anOptionTableRefusesQuantilesThatFall() {
    assertThatThrownBy(() -> OptionTable.builder(0, 0.9, 0.5)).isInstanceOf(ModelException.class);
    assertThatThrownBy(() -> OptionTable.builder(0)).isInstanceOf(ModelException.class);
    double[] falls = {2, 1};
    double[] rises = {1, 2};
    OptionTable.Builder builder = OptionTable.builder(0, 0.5, 0.9);
    assertThatThrownBy(
            () -> builder.add(new Configuration(0, 0, 0, 0, 0), rises, falls, rises, rises))
        .isInstanceOf(ModelException.class);
  }

  @Test
  void workersGiveTheSameWhateverTheOrderOfTheirTasks() {
    Workers backwards =
        Workers.on(tasks -> {
          List<Runnable> reversed = new ArrayList<>(tasks);
          Collections.reverse(reversed);
          reversed.forEach(Runnable::run);
        });
    for (int count : new int[] {0, 1, 7, 8, 9, 100}) {
      List<String> here = Workers.sequential().map(count, 8, (from, to) -> from + ".." + to);
      assertThat(backwards.map(count, 8, (from, to) -> from + ".." + to)).isEqualTo(here);
      assertThat(here).hasSize((count + 7) / 8);
    }
  }
}
