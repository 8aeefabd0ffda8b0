package dev.perigee.model.decision;

/// The world's answer to one placement.
public sealed interface PlacementResult {
  Placement placement();

  /// Reserved and checked.
  record Accepted(Placement placement) implements PlacementResult {}

  /// Not done; nothing of it is left reserved.
  ///
  /// @param detail what was found, with values
  record Refused(Placement placement, Refusal refusal, String detail) implements PlacementResult {}
}
