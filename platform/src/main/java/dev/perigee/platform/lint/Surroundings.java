package dev.perigee.platform.lint;

import dev.perigee.fabric.resource.Resources;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.events.Retries;
import dev.perigee.platform.mapping.MappingBook;
import dev.perigee.platform.resource.Use;
import dev.perigee.platform.trigger.Triggers;
import dev.perigee.world.Clock;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/// What a look at a platform takes in.
///
/// @param functions all that are deployed, every version
/// @param retries of a function and qualifier
/// @param uses what a function's code names
/// @param reservedConcurrency of a function; negative if not limited
/// @param isCapped whether a cap concerns a function
/// @param memoryMbMax of the largest node; 0 if none is known
/// @param retryBaseMs pause before an event that failed is tried again
public record Surroundings(
    Supplier<? extends Collection<FunctionSpec>> functions,
    Triggers triggers,
    MappingBook mappings,
    Resources resources,
    BiFunction<FunctionName, String, Retries> retries,
    Function<FunctionSpec, List<Use>> uses,
    ToIntFunction<FunctionName> reservedConcurrency,
    Predicate<FunctionName> isCapped,
    IntSupplier memoryMbMax,
    long retryBaseMs,
    Clock clock) {

  Stream<FunctionSpec> functions(String tenant) {
    return functions.get().stream()
        .map(FunctionSpec.class::cast)
        .filter(each -> each.tenant().equals(tenant));
  }
}
