package dev.perigee.bench.live;

import java.io.IOException;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// Memory of a JVM in another process: its live heap, over its management interface, and what it
/// has resident.
record ProcessMemory(long heapBytes, long residentBytes) {

  static ProcessMemory of(long pid) throws Exception {
    return new ProcessMemory(liveHeapBytes(pid), residentBytes(pid));
  }

  private static long liveHeapBytes(long pid) throws Exception {
    var machine = com.sun.tools.attach.VirtualMachine.attach(Long.toString(pid));
    try {
      var address = new JMXServiceURL(machine.startLocalManagementAgent());
      try (JMXConnector connector = JMXConnectorFactory.connect(address)) {
        MBeanServerConnection beans = connector.getMBeanServerConnection();
        ObjectName memory = new ObjectName("java.lang:type=Memory");
        beans.invoke(memory, "gc", new Object[0], new String[0]);
        var usage = (CompositeData) beans.getAttribute(memory, "HeapMemoryUsage");
        return MemoryUsage.from(usage).getUsed();
      }
    } finally {
      machine.detach();
    }
  }

  private static long residentBytes(long pid) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(pid), "status"))
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10)
        .findFirst()
        .orElse(0);
  }
}
