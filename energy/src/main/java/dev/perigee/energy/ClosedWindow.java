package dev.perigee.energy;

import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.NodeWindow;
import dev.perigee.model.ledger.Quality;
import java.util.List;

/// A window whose energy has been shared out.
///
/// @param row the window as it is booked: its energy is what the node drew, plus what earlier
///   windows kept for the invocations that ended in this one, less what is kept for those still
///   running
/// @param settled the invocations that ended, by id, with their final energy; it adds up to
///   `row.attributedMicroJ()`
/// @param inFlight what is kept for those still running
/// @param drawnMicroJ what the node drew in the window, by meter or model
/// @param quality whether a meter said so
/// @param scale measured over modelled energy of processor and memory, 1 without a meter: the
///   factor for estimates
public record ClosedWindow(
    NodeWindow row,
    List<Settled> settled,
    InFlight inFlight,
    long drawnMicroJ,
    Quality quality,
    double scale) {

  /// The final energy of one invocation.
  public record Settled(long id, Energy energy) {}

  public ClosedWindow {
    settled = List.copyOf(settled);
  }
}
