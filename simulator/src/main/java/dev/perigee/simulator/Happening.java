package dev.perigee.simulator;

import dev.perigee.engine.node.PooledWorker;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.simulator.scenario.Scenario;
import dev.perigee.simulator.truth.FunctionTruth;
import dev.perigee.world.Effect;
import dev.perigee.world.Event;

/// Something that happens in the simulated world.
sealed interface Happening {

  /// What comes first among things of the same time.
  enum Rank {
    NODE_CHANGE,
    DEPLOYMENT,
    WORKER_START,
    HANDLER_END,
    MESSAGE,
    ARRIVAL,
    TIMER
  }

  Rank rank();

  /// A fault begins.
  record FaultBegins(Scenario.Fault fault) implements Happening {
    @Override
    public Rank rank() {
      return Rank.NODE_CHANGE;
    }
  }

  /// A fault that lasts for a while ends.
  record FaultEnds(Scenario.Fault fault) implements Happening {
    @Override
    public Rank rank() {
      return Rank.NODE_CHANGE;
    }
  }

  record Deploys(Scenario.Deployment deployment) implements Happening {
    @Override
    public Rank rank() {
      return Rank.DEPLOYMENT;
    }
  }

  record Deletes(Scenario.Deletion deletion) implements Happening {
    @Override
    public Rank rank() {
      return Rank.DEPLOYMENT;
    }
  }

  /// @param life which life of the node the worker belongs to
  record WorkerStarts(SimulatedNode node, int life, PooledWorker worker, FunctionTruth.Start start)
      implements Happening {
    @Override
    public Rank rank() {
      return Rank.WORKER_START;
    }
  }

  record HandlerEnds(SimulatedNode node, int life, Invocation invocation) implements Happening {
    @Override
    public Rank rank() {
      return Rank.HANDLER_END;
    }
  }

  /// The engine hears of something.
  record Heard(Event event) implements Happening {
    @Override
    public Rank rank() {
      return Rank.MESSAGE;
    }
  }

  /// The same, unless the node that said it has begun anew since.
  record HeardFrom(SimulatedNode node, int life, Event event) implements Happening {
    @Override
    public Rank rank() {
      return Rank.MESSAGE;
    }
  }

  /// An invocation reaches its node.
  record Delivered(SimulatedNode node, Invocation invocation) implements Happening {
    @Override
    public Rank rank() {
      return Rank.MESSAGE;
    }
  }

  /// The gateway learns that an invocation has ended.
  record Answered(Invocation invocation) implements Happening {
    @Override
    public Rank rank() {
      return Rank.MESSAGE;
    }
  }

  /// The gateway learns that a node did not take an invocation.
  record Bounced(Invocation invocation, Refusal refusal) implements Happening {
    @Override
    public Rank rank() {
      return Rank.MESSAGE;
    }
  }

  /// A placement reaches its node.
  record Checked(SimulatedNode node, PlanCheck check, int index, Placement placement)
      implements Happening {
    @Override
    public Rank rank() {
      return Rank.MESSAGE;
    }
  }

  /// The answer to a placement reaches the gateway.
  record CheckAnswered(
      SimulatedNode node, int life, PlanCheck check, int index, PlacementResult result)
      implements Happening {
    @Override
    public Rank rank() {
      return Rank.MESSAGE;
    }
  }

  record Withdrawn(SimulatedNode node, FunctionId function, int version) implements Happening {
    @Override
    public Rank rank() {
      return Rank.MESSAGE;
    }
  }

  record Reclaimed(SimulatedNode node, int memoryMb) implements Happening {
    @Override
    public Rank rank() {
      return Rank.MESSAGE;
    }
  }

  record Provisioned(SimulatedNode node, Effect.Provision wanted) implements Happening {
    @Override
    public Rank rank() {
      return Rank.MESSAGE;
    }
  }

  /// The pool of a node has something to do.
  record Ticks(SimulatedNode node, int life) implements Happening {
    @Override
    public Rank rank() {
      return Rank.TIMER;
    }
  }

  /// The engine wanted to be woken.
  record Wakes() implements Happening {
    @Override
    public Rank rank() {
      return Rank.TIMER;
    }
  }
}
