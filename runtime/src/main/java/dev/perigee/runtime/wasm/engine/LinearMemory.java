package dev.perigee.runtime.wasm.engine;

import static dev.perigee.runtime.wasm.engine.Reserved.EVERYTHING;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TrapException;
import run.endive.wasm.UninstantiableException;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.PassiveDataSegment;

/// The memory of one instance at a time: address space for all it may ever have, so growing moves
/// nothing, and given from instance to instance, zeroed in between. The bounds check in `at` is the
/// wall of the sandbox.
@SuppressWarnings("removal")
final class LinearMemory implements Memory {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// Up to here overwriting with zeros is quicker than giving pages back and faulting them in
  /// again.
  private static final int FILL_MAX_BYTES = 512 << 10;

  private final long base;
  private final int initialPages;
  private final int pagesMax;
  private int sizeBytes;
  private boolean refused;
  private DataSegment[] segments = new DataSegment[0];

  LinearMemory(int initialPages, int pagesMax) {
    this.initialPages = initialPages;
    this.pagesMax = pagesMax;
    this.base = pagesMax == 0 ? 0 : Reserved.map((long) pagesMax * PAGE_SIZE);
    this.sizeBytes = initialPages * PAGE_SIZE;
  }

  /// Makes it as new: all zeros, initial size.
  void reset() {
    int keptBytes = Math.min(initialPages * PAGE_SIZE, FILL_MAX_BYTES);
    if (sizeBytes > keptBytes) {
      Reserved.discard(base + keptBytes, (long) sizeBytes - keptBytes);
    }
    EVERYTHING.asSlice(base, keptBytes).fill((byte) 0);
    sizeBytes = initialPages * PAGE_SIZE;
    refused = false;
  }

  void free() {
    if (pagesMax > 0) {
      Reserved.unmap(base, (long) pagesMax * PAGE_SIZE);
    }
  }

  int sizeBytes() {
    return sizeBytes;
  }

  /// Whether the module asked for more than it may have.
  boolean refused() {
    return refused;
  }

  private long at(int addr, int bytes) {
    if (addr < 0 || addr > sizeBytes - bytes) {
      throw outside(addr, bytes);
    }
    return base + addr;
  }

  private long range(int addr, int bytes) {
    if ((addr | bytes) < 0 || (long) addr + bytes > sizeBytes) {
      throw outside(addr, bytes);
    }
    return base + addr;
  }

  private TrapException outside(int addr, int bytes) {
    return new TrapException(
        "out of bounds memory access: "
            + Integer.toUnsignedLong(bytes)
            + " bytes at "
            + Integer.toUnsignedLong(addr)
            + " of "
            + sizeBytes);
  }

  @Override
  public int pages() {
    return sizeBytes / PAGE_SIZE;
  }

  @Override
  public int grow(int size) {
    int before = pages();
    if (size < 0 || size > pagesMax - before) {
      refused = true;
      return -1;
    }
    sizeBytes = (before + size) * PAGE_SIZE;
    return before;
  }

  @Override
  public int initialPages() {
    return initialPages;
  }

  @Override
  public int maximumPages() {
    return pagesMax;
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public Object lock(int address) {
    return this;
  }

  @Override
  public int waitOn(int address, int expected, long timeout) {
    throw new TrapException("expected shared memory");
  }

  @Override
  public int waitOn(int address, long expected, long timeout) {
    throw new TrapException("expected shared memory");
  }

  @Override
  public int notify(int address, int maxThreads) {
    return 0;
  }

  @Override
  public void initialize(Instance instance, DataSegment[] dataSegments) {
    initialize(instance, dataSegments, 0);
  }

  @Override
  public void initialize(
      Instance instance, DataSegment @Nullable [] dataSegments, int memoryIndex) {
    if (dataSegments == null) {
      return;
    }
    // A copy: a module that drops a segment must not drop it for the next instance.
    segments = Arrays.copyOf(dataSegments, dataSegments.length);
    for (int i = 0; i < segments.length; i++) {
      if (segments[i] instanceof ActiveDataSegment active && active.index() == memoryIndex) {
        int offset =
            (int) ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
        place(active.data(), offset);
        segments[i] = PassiveDataSegment.EMPTY;
      }
    }
  }

  private void place(byte[] data, int offset) {
    if (offset < 0 || (long) offset + data.length > sizeBytes) {
      throw new UninstantiableException(
          "out of bounds memory access: "
              + data.length
              + " initial bytes at "
              + Integer.toUnsignedLong(offset)
              + " of "
              + sizeBytes);
    }
    write(offset, data, 0, data.length);
  }

  @Override
  public void initPassiveSegment(int segmentId, int dest, int offset, int size) {
    write(dest, segments[segmentId].data(), offset, size);
  }

  @Override
  public void drop(int segment) {
    segments[segment] = PassiveDataSegment.EMPTY;
  }

  @Override
  public void write(int addr, byte[] data, int offset, int size) {
    if ((offset | size) < 0 || (long) offset + size > data.length) {
      throw new TrapException(
          "out of bounds memory access: " + size + " bytes at " + offset + " of a segment");
    }
    MemorySegment.copy(data, offset, EVERYTHING, ValueLayout.JAVA_BYTE, range(addr, size), size);
  }

  @Override
  public byte[] readBytes(int addr, int len) {
    long from = range(addr, len);
    byte[] bytes = new byte[len];
    MemorySegment.copy(EVERYTHING, ValueLayout.JAVA_BYTE, from, bytes, 0, len);
    return bytes;
  }

  void readBytes(int addr, byte[] target, int offset, int len) {
    MemorySegment.copy(EVERYTHING, ValueLayout.JAVA_BYTE, range(addr, len), target, offset, len);
  }

  @Override
  public void copy(int dest, int src, int size) {
    long to = range(dest, size);
    MemorySegment.copy(EVERYTHING, range(src, size), EVERYTHING, to, size);
  }

  /// The end may be at 2 GiB exactly, which reads as negative.
  @Override
  public void fill(byte value, int fromIndex, int toIndex) {
    int size = toIndex - fromIndex;
    EVERYTHING.asSlice(range(fromIndex, size), size).fill(value);
  }

  /// Nothing to do: `reset` has been called since the last instance.
  @Override
  public void zero() {}

  @Override
  public byte read(int addr) {
    return EVERYTHING.get(ValueLayout.JAVA_BYTE, at(addr, 1));
  }

  @Override
  public void writeByte(int addr, byte data) {
    EVERYTHING.set(ValueLayout.JAVA_BYTE, at(addr, 1), data);
  }

  @Override
  public short readShort(int addr) {
    return EVERYTHING.get(SHORT, at(addr, 2));
  }

  @Override
  public long readU16(int addr) {
    return readShort(addr) & 0xffffL;
  }

  @Override
  public void writeShort(int addr, short data) {
    EVERYTHING.set(SHORT, at(addr, 2), data);
  }

  @Override
  public int readInt(int addr) {
    return EVERYTHING.get(INT, at(addr, 4));
  }

  @Override
  public void writeI32(int addr, int data) {
    EVERYTHING.set(INT, at(addr, 4), data);
  }

  @Override
  public long readLong(int addr) {
    return EVERYTHING.get(LONG, at(addr, 8));
  }

  @Override
  public void writeLong(int addr, long data) {
    EVERYTHING.set(LONG, at(addr, 8), data);
  }

  @Override
  public float readFloat(int addr) {
    return EVERYTHING.get(FLOAT, at(addr, 4));
  }

  @Override
  public long readF32(int addr) {
    return readInt(addr);
  }

  @Override
  public void writeF32(int addr, float data) {
    EVERYTHING.set(FLOAT, at(addr, 4), data);
  }

  @Override
  public double readDouble(int addr) {
    return EVERYTHING.get(DOUBLE, at(addr, 8));
  }

  @Override
  public long readF64(int addr) {
    return readLong(addr);
  }

  @Override
  public void writeF64(int addr, double data) {
    EVERYTHING.set(DOUBLE, at(addr, 8), data);
  }
}
