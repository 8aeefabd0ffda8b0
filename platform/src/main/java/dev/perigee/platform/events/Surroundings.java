package dev.perigee.platform.events;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Invoker;
import dev.perigee.world.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiFunction;

/// What events run with.
///
/// @param versions what a qualifier stands for now
/// @param retries how often events of a function and qualifier are tried
/// @param threads one for each event that runs
public record Surroundings(
    Journal journal,
    Clock clock,
    Invoker invoker,
    BiFunction<FunctionName, String, Optional<FunctionId>> versions,
    BiFunction<FunctionName, String, Retries> retries,
    Executor threads,
    ScheduledExecutorService timers) {}
