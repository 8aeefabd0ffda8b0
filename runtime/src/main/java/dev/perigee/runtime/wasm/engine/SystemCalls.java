package dev.perigee.runtime.wasm.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import run.endive.runtime.TrapException;
import run.endive.runtime.WasmInterruptedException;

/// The system that one run sees. Everything a module names by pointer and length goes through the
/// bounds check of its memory, and no call makes the host allocate what the module asks for:
/// transfers are limited by the input, by the output limit or by a chunk.
final class SystemCalls {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int CHUNK_BYTES = 8 << 10;
  private static final int VECTORS_MAX = 1024;
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final byte CHARACTER_DEVICE = 2;
  private static final long RIGHT_FD_READ = 1L << 1;
  private static final long RIGHT_FD_WRITE = 1L << 6;

  private final LinearMemory memory;
  private final List<byte[]> arguments;
  private final List<byte[]> variables;
  private final OutputBuffer output = new OutputBuffer();
  private final LineSplitter errors = new LineSplitter();
  private Run run = new Run(new byte[0], 0, 0, line -> {});
  private int inputAt;
  private long cpuNs;
  private long cpuSinceNs;

  SystemCalls(LinearMemory memory, ProgramSpec spec) {
    this.memory = memory;
    this.arguments = List.of(cString(spec.name()));
    this.variables = spec.environment().entrySet().stream().map(SystemCalls::variable).toList();
  }

  private static byte[] variable(Map.Entry<String, String> entry) {
    return cString(entry.getKey() + "=" + entry.getValue());
  }

  private static byte[] cString(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  void begin(Run next) {
    run = next;
    inputAt = 0;
    output.clear();
    cpuNs = 0;
    resumeCpuClock();
  }

  /// Ends the run; returns its time on the CPU.
  long end() {
    pauseCpuClock();
    errors.finish(run.errorLines());
    return cpuNs;
  }

  byte[] output() {
    return output.toBytes();
  }

  /// The clock stands wherever the thread may wait: a virtual thread can go on on another kernel
  /// thread.
  private void pauseCpuClock() {
    cpuNs += Reserved.threadCpuNs() - cpuSinceNs;
  }

  private void resumeCpuClock() {
    cpuSinceNs = Reserved.threadCpuNs();
  }

  int argsGet(int pointers, int text) {
    return strings(arguments, pointers, text);
  }

  int argsSizesGet(int countAt, int bytesAt) {
    return sizes(arguments, countAt, bytesAt);
  }

  int environGet(int pointers, int text) {
    return strings(variables, pointers, text);
  }

  int environSizesGet(int countAt, int bytesAt) {
    return sizes(variables, countAt, bytesAt);
  }

  private int strings(List<byte[]> strings, int pointers, int text) {
    int pointerAt = pointers;
    int textAt = text;
    for (byte[] string : strings) {
      memory.writeI32(pointerAt, textAt);
      memory.write(textAt, string, 0, string.length);
      pointerAt += 4;
      textAt += string.length;
    }
    return Errno.SUCCESS;
  }

  private int sizes(List<byte[]> strings, int countAt, int bytesAt) {
    memory.writeI32(countAt, strings.size());
    memory.writeI32(bytesAt, strings.stream().mapToInt(string -> string.length).sum());
    return Errno.SUCCESS;
  }

  int clockResGet(int clock, int resolutionAt) {
    if (clock < 0 || clock > 3) {
      return Errno.INVAL;
    }
    memory.writeLong(resolutionAt, clock == 0 ? 1_000 : 1);
    return Errno.SUCCESS;
  }

  int clockTimeGet(int clock, int timeAt) {
    if (clock < 0 || clock > 3) {
      return Errno.INVAL;
    }
    memory.writeLong(timeAt, clockNs(clock));
    return Errno.SUCCESS;
  }

  private long clockNs(int clock) {
    return switch (clock) {
      case 0 -> utcNs();
      case 1 -> System.nanoTime();
      default -> cpuNs + Reserved.threadCpuNs() - cpuSinceNs;
    };
  }

  private static long utcNs() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  int fdClose(int fd) {
    return isStandard(fd) ? Errno.SUCCESS : Errno.BADF;
  }

  int fdFdstatGet(int fd, int statAt) {
    if (!isStandard(fd)) {
      return Errno.BADF;
    }
    memory.writeLong(statAt, 0);
    memory.writeByte(statAt, CHARACTER_DEVICE);
    memory.writeLong(statAt + 8, fd == STDIN ? RIGHT_FD_READ : RIGHT_FD_WRITE);
    memory.writeLong(statAt + 16, 0);
    return Errno.SUCCESS;
  }

  int fdFilestatGet(int fd, int statAt) {
    if (!isStandard(fd)) {
      return Errno.BADF;
    }
    memory.write(statAt, new byte[64], 0, 64);
    memory.writeByte(statAt + 16, CHARACTER_DEVICE);
    return Errno.SUCCESS;
  }

  int fdSeek(int fd) {
    return isStandard(fd) ? Errno.SPIPE : Errno.BADF;
  }

  int fdRead(int fd, int vectors, int count, int readAt) {
    if (fd != STDIN) {
      return Errno.BADF;
    }
    int read = 0;
    for (int i = 0; i < vectors(count); i++) {
      int len = memory.readInt(vectors + 8 * i + 4);
      int some = Math.min(len < 0 ? Integer.MAX_VALUE : len, run.input().length - inputAt);
      memory.write(memory.readInt(vectors + 8 * i), run.input(), inputAt, some);
      inputAt += some;
      read += some;
    }
    memory.writeI32(readAt, read);
    return Errno.SUCCESS;
  }

  int fdWrite(int fd, int vectors, int count, int writtenAt) {
    if (fd != STDOUT && fd != STDERR) {
      return Errno.BADF;
    }
    int written = 0;
    for (int i = 0; i < vectors(count); i++) {
      int addr = memory.readInt(vectors + 8 * i);
      int len = memory.readInt(vectors + 8 * i + 4);
      if (fd == STDOUT) {
        writeOutput(addr, len);
      } else {
        writeErrors(addr, len);
      }
      written += len;
    }
    memory.writeI32(writtenAt, written);
    return Errno.SUCCESS;
  }

  private static int vectors(int count) {
    if (count < 0 || count > VECTORS_MAX) {
      throw new TrapException(
          "more than " + VECTORS_MAX + " buffers in one call: " + Integer.toUnsignedLong(count));
    }
    return count;
  }

  private void writeOutput(int addr, int len) {
    if (len < 0 || (long) output.size() + len > run.outputBytesMax()) {
      throw new Signal(new Ending.OutputTooLarge());
    }
    output.append(memory, addr, len);
  }

  private void writeErrors(int addr, int len) {
    pauseCpuClock();
    for (int done = 0; done < len; done += CHUNK_BYTES) {
      checkInterruption();
      errors.append(
          memory.readBytes(addr + done, Math.min(CHUNK_BYTES, len - done)), run.errorLines());
    }
    resumeCpuClock();
  }

  int randomGet(int addr, int len) {
    byte[] chunk = new byte[Math.max(0, Math.min(CHUNK_BYTES, len))];
    for (int done = 0; done < len; done += chunk.length) {
      checkInterruption();
      RANDOM.nextBytes(chunk);
      memory.write(addr + done, chunk, 0, Math.min(chunk.length, len - done));
    }
    return len < 0 ? Errno.INVAL : Errno.SUCCESS;
  }

  int schedYield() {
    checkInterruption();
    return Errno.SUCCESS;
  }

  int pollOneoff(int subscriptions, int events, int count, int eventsAt) {
    if (count <= 0 || count > VECTORS_MAX) {
      return Errno.INVAL;
    }
    Polling polling = new Polling(memory, subscriptions, events, count, this::clockNs);
    pauseCpuClock();
    polling.await();
    resumeCpuClock();
    memory.writeI32(eventsAt, polling.report());
    return Errno.SUCCESS;
  }

  static Signal exit(int code) {
    return new Signal(new Ending.Exited(code));
  }

  static void checkInterruption() {
    if (Thread.currentThread().isInterrupted()) {
      throw new WasmInterruptedException("interrupted in a system call");
    }
  }

  private static boolean isStandard(int fd) {
    return fd >= STDIN && fd <= STDERR;
  }
}
