package dev.perigee.engine.cap;

/// Counts what a capped subject uses in the last window and says whether one more call may begin.
/// What a call is expected to take is reserved when it is admitted and settled when it has ended.
/// Not thread-safe.
///
/// The window slides in steps of a sixtieth of its length; a clock that jumps back is taken to
/// stand still.
public final class CapMeter {
  static final int SLOT_COUNT = 60;
  private static final int WARN_PERCENT = 50;
  private static final int THROTTLE_PERCENT = 80;

  /// What becomes of a call.
  public sealed interface Admission {
    /// It may begin.
    ///
    /// @param reserved to be given back by `settle` or `release`
    record Admitted(long[] reserved) implements Admission {}

    /// It may begin when a running one has ended.
    record Wait(Amount amount) implements Admission {}

    /// There is no room for it in this window.
    record Exhausted(Amount amount) implements Admission {}
  }

  private final long[] limits;
  private final long windowNs;
  private final long slotNs;
  private final long[][] slots = new long[SLOT_COUNT][Amount.COUNT];
  private final long[] used = new long[Amount.COUNT];
  private final long[] reserved = new long[Amount.COUNT];
  private long currentSlot = Long.MIN_VALUE;
  private int running;
  private int openCount;

  public CapMeter(Cap cap) {
    limits = cap.limitOfEach();
    windowNs = cap.windowNs();
    slotNs = windowNs / SLOT_COUNT;
  }

  /// A meter with another cap for the same calls. Where the window has another length, all that was
  /// used counts as used now.
  public CapMeter withCap(long utcNs, Cap cap) {
    CapMeter next = new CapMeter(cap);
    advance(utcNs);
    if (next.windowNs == windowNs) {
      next.currentSlot = currentSlot;
      for (int slot = 0; slot < SLOT_COUNT; slot++) {
        System.arraycopy(slots[slot], 0, next.slots[slot], 0, Amount.COUNT);
      }
      System.arraycopy(used, 0, next.used, 0, Amount.COUNT);
    } else {
      next.add(utcNs, used);
    }
    System.arraycopy(reserved, 0, next.reserved, 0, Amount.COUNT);
    next.running = running;
    next.openCount = openCount;
    return next;
  }

  /// One more call wants to begin.
  public Admission admit(long utcNs, CallEstimate estimate) {
    advance(utcNs);
    for (int i = 0; i < Amount.COUNT; i++) {
      if (!fits(i, used[i] + reserved[i], estimate)) {
        return beyond(i, estimate);
      }
    }
    for (int i = 0; i < Amount.COUNT; i++) {
      if (running > 0 && isAt(THROTTLE_PERCENT, i)) {
        return new Admission.Wait(Amount.values()[i]);
      }
    }
    return begin(estimate);
  }

  private boolean fits(int i, long taken, CallEstimate estimate) {
    return limits[i] == Long.MAX_VALUE || taken + estimate.of(i) <= limits[i];
  }

  /// What running calls have reserved they may give back in part; a bound says little, so a call of
  /// which nothing is known may show alone what it takes.
  private Admission beyond(int i, CallEstimate estimate) {
    Amount amount = Amount.values()[i];
    if (amount == Amount.INVOCATIONS) {
      return new Admission.Exhausted(amount);
    }
    boolean mayShow = !estimate.isKnown(i) && used[i] < limits[i];
    if (running + openCount > 0 && (mayShow || fits(i, used[i], estimate))) {
      return new Admission.Wait(amount);
    }
    return mayShow && !isExhaustedBeside(i, estimate)
        ? begin(estimate)
        : new Admission.Exhausted(amount);
  }

  private boolean isExhaustedBeside(int passed, CallEstimate estimate) {
    for (int i = 0; i < Amount.COUNT; i++) {
      boolean exhausted =
          i == Amount.INVOCATIONS.ordinal() ? !fits(i, used[i], estimate) : used[i] >= limits[i];
      if (i != passed && limits[i] != Long.MAX_VALUE && exhausted) {
        return true;
      }
    }
    return false;
  }

  private Admission begin(CallEstimate estimate) {
    long[] mine = new long[Amount.COUNT];
    for (int i = 0; i < mine.length; i++) {
      mine[i] = estimate.of(i);
      reserved[i] += mine[i];
    }
    running++;
    return new Admission.Admitted(mine);
  }

  /// A call has ended.
  ///
  /// @param mine what was reserved for it
  /// @param taken what it took
  public void settle(long utcNs, long[] mine, long[] taken) {
    release(mine);
    add(utcNs, taken);
  }

  /// A call has ended, but its energy and carbon are not final: what was reserved for them beyond
  /// what is known stays reserved.
  ///
  /// @return what stays reserved, for `finish`
  public long[] settleLater(long utcNs, long[] mine, long[] taken) {
    release(mine);
    add(utcNs, taken);
    long[] held = new long[Amount.COUNT];
    for (Amount amount : Amount.values()) {
      int i = amount.ordinal();
      held[i] = amount.isSettledLater() ? Math.max(0, mine[i] - taken[i]) : 0;
      reserved[i] += held[i];
    }
    openCount++;
    return held;
  }

  /// What a call took is final.
  ///
  /// @param held of `settleLater`
  /// @param more than was known when it ended, one number per amount
  public void finish(long utcNs, long atUtcNs, long[] held, long[] more) {
    for (int i = 0; i < held.length; i++) {
      reserved[i] -= held[i];
    }
    openCount--;
    restore(utcNs, atUtcNs, more);
  }

  /// A call that was admitted did not begin.
  public void release(long[] mine) {
    for (int i = 0; i < mine.length; i++) {
      reserved[i] -= mine[i];
    }
    running--;
  }

  /// What was taken earlier, by a call that was not admitted here. Ignored where the window has
  /// passed it.
  public void restore(long utcNs, long atUtcNs, long[] taken) {
    advance(utcNs);
    if (Math.floorDiv(atUtcNs, slotNs) > currentSlot - SLOT_COUNT) {
      addTo(Math.min(Math.floorDiv(atUtcNs, slotNs), currentSlot), taken);
    }
  }

  private void add(long utcNs, long[] taken) {
    advance(utcNs);
    addTo(currentSlot, taken);
  }

  private void addTo(long slot, long[] taken) {
    long[] into = slots[(int) Math.floorMod(slot, (long) SLOT_COUNT)];
    for (int i = 0; i < taken.length; i++) {
      into[i] += taken[i];
      used[i] += taken[i];
    }
  }

  private void advance(long utcNs) {
    long slot = Math.floorDiv(utcNs, slotNs);
    if (currentSlot == Long.MIN_VALUE) {
      currentSlot = slot;
    }
    long steps = Math.min(slot - currentSlot, SLOT_COUNT);
    for (long step = 1; step <= steps; step++) {
      clear(slots[(int) Math.floorMod(currentSlot + step, (long) SLOT_COUNT)]);
    }
    currentSlot = Math.max(currentSlot, slot);
  }

  private void clear(long[] slot) {
    for (int i = 0; i < slot.length; i++) {
      used[i] -= slot[i];
      slot[i] = 0;
    }
  }

  /// @param next the call that would come next
  public CapState state(long utcNs, CallEstimate next) {
    advance(utcNs);
    CapState worst = CapState.OK;
    for (int i = 0; i < Amount.COUNT; i++) {
      CapState state = state(i, next);
      worst = state.compareTo(worst) > 0 ? state : worst;
    }
    return worst;
  }

  private CapState state(int i, CallEstimate next) {
    if (limits[i] == Long.MAX_VALUE) {
      return CapState.OK;
    }
    boolean counts = next.isKnown(i) || i == Amount.INVOCATIONS.ordinal();
    if (used[i] >= limits[i] || (counts && !fits(i, used[i], next))) {
      return CapState.SUSPENDED;
    }
    if (isAt(THROTTLE_PERCENT, i)) {
      return CapState.THROTTLED;
    }
    return isAt(WARN_PERCENT, i) ? CapState.WARNED : CapState.OK;
  }

  private boolean isAt(int percent, int i) {
    return limits[i] != Long.MAX_VALUE && used[i] >= limits[i] / 100.0 * percent;
  }

  /// One number per amount.
  public long[] used(long utcNs) {
    advance(utcNs);
    return used.clone();
  }

  /// One number per amount.
  public long[] reserved() {
    return reserved.clone();
  }

  public int runningCount() {
    return running;
  }
}
