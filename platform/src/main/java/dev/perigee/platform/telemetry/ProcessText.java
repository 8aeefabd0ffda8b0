package dev.perigee.platform.telemetry;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/// What the platform's own process takes, under the names that Prometheus clients use.
record ProcessText(Page page) {

  void write() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      page.counter("process_cpu_seconds_total", "Processor time of the platform's process.");
      page.line("process_cpu_seconds_total", "", Page.decimal(system.getProcessCpuTime(), 9));
      page.gauge("process_open_fds", "Open file descriptors.");
      page.line("process_open_fds", "", system.getOpenFileDescriptorCount());
      page.gauge("process_max_fds", "File descriptors that may be open.");
      page.line("process_max_fds", "", system.getMaxFileDescriptorCount());
    }
    page.gauge("process_start_time_seconds", "When the process began, Unix time.");
    page.line(
        "process_start_time_seconds",
        "",
        Page.decimal(ManagementFactory.getRuntimeMXBean().getStartTime(), 3));
    page.gauge("jvm_memory_used_bytes", "Heap in use.");
    page.line(
        "jvm_memory_used_bytes",
        "area=\"heap\"",
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    page.counter("jvm_gc_seconds_total", "Time in garbage collections.");
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      page.line(
          "jvm_gc_seconds_total",
          Page.label("gc", gc.getName()),
          Page.decimal(gc.getCollectionTime(), 3));
    }
  }
}
