package dev.perigee.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// RAPL as the kernel shows it, in a folder of files: one counter per zone, parts of packages and
/// the whole board beside the packages.
class MachineMetersTest {
  private static final long RANGE_MICRO_J = 262_143_328_850L;

  @TempDir Path powercap;

  @Test
  void addsUpPackagesAndTheirMemoryAndNothingTwice() throws IOException {
    zone("intel-rapl:0", "package-0", 1_000);
    zone("intel-rapl:0:0", "core", 1_000);
    zone("intel-rapl:0:1", "dram", 1_000);
    zone("intel-rapl:1", "package-1", 1_000);
    zone("intel-rapl:2", "psys", 1_000);
    Meters meters = MachineMeters.find(powercap, 1).ofOneNode();
    for (String zone :
        new String[] {
          "intel-rapl:0", "intel-rapl:0:0", "intel-rapl:0:1", "intel-rapl:1", "intel-rapl:2"
        }) {
      count(zone, 1_700);
    }
    assertThat(meters.processorMicroJ()).hasValue(3 * 700);
  }

  @Test
  void goesOnWhereTheCounterWraps() throws IOException {
    zone("intel-rapl:0", "package-0", RANGE_MICRO_J - 100);
    Meters meters = MachineMeters.find(powercap, 1).ofOneNode();
    count("intel-rapl:0", 50);
    assertThat(meters.processorMicroJ()).hasValue(150);
    count("intel-rapl:0", 80);
    assertThat(meters.processorMicroJ()).hasValue(180);
  }

  @Test
  void sharesItOutOverTheNodes() throws IOException {
    zone("intel-rapl:0", "package-0", 0);
    MachineMeters machine = MachineMeters.find(powercap, 3);
    count("intel-rapl:0", 900);
    assertThat(machine.ofOneNode().processorMicroJ()).hasValue(300);
  }

  @Test
  void countsWhatItCouldNotReadTheNextTime() throws IOException {
    zone("intel-rapl:0", "package-0", 0);
    Meters meters = MachineMeters.find(powercap, 1).ofOneNode();
    Files.writeString(powercap.resolve("intel-rapl:0/energy_uj"), "");
    assertThat(meters.processorMicroJ()).hasValue(0);
    count("intel-rapl:0", 500);
    assertThat(meters.processorMicroJ()).hasValue(500);
  }

  @Test
  void measuresNothingWhereThereIsNoCounter() throws IOException {
    assertThat(MachineMeters.find(powercap.resolve("nothing"), 1).isMetered()).isFalse();
    zone("intel-rapl:0", "package-0", 0);
    Files.delete(powercap.resolve("intel-rapl:0/energy_uj"));
    MachineMeters unreadable = MachineMeters.find(powercap, 1);
    assertThat(unreadable.isMetered()).isFalse();
    assertThat(unreadable.ofOneNode().processorMicroJ()).isEmpty();
  }

  private void zone(String zone, String name, long microJ) throws IOException {
    Path folder = Files.createDirectory(powercap.resolve(zone));
    Files.writeString(folder.resolve("name"), name + "\n");
    Files.writeString(folder.resolve("max_energy_range_uj"), RANGE_MICRO_J + "\n");
    count(zone, microJ);
  }

  private void count(String zone, long microJ) throws IOException {
    Files.writeString(powercap.resolve(zone).resolve("energy_uj"), microJ + "\n");
  }
}
