package dev.perigee.platform.estimate;

import dev.perigee.engine.cap.Amount;
import dev.perigee.platform.control.Range;
import java.util.SortedMap;

/// What one call takes by the formulas that entries are settled with, without having seen one.
public interface CostModel {

  /// In the units of requests.
  SortedMap<Amount, Range> perInvocation(int memoryMb, Range durationMs);

  /// Whose prices, and of which day.
  String prices();
}
