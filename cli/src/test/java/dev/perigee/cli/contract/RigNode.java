package dev.perigee.cli.contract;

import dev.perigee.world.node.NodePort;

/// A node of a rig: what a scenario does to it beside what the control plane asks of it.
interface RigNode extends NodePort {

  /// It is gone with all that it holds. What was under way is answered with an error, the longest
  /// there first; then the control plane hears that it is lost.
  void fail();

  /// It is back and holds nothing.
  void beginAnew();

  /// It has another memory and the next revision at once; the control plane hears of it later.
  void change(int memoryMb, long unseenNs);

  /// Freezes, reclaims and starts what is due.
  void tick();

  /// When there is something to tick for.
  long nextTickNs();

  /// Counts its lives, from 1.
  int lifeCount();
}
