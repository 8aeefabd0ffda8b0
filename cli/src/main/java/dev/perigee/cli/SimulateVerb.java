package dev.perigee.cli;

import dev.perigee.cli.show.Figures;
import dev.perigee.ledger.text.Decimals;
import dev.perigee.simulator.ScenarioRunner;
import dev.perigee.simulator.SimulationResult;
import dev.perigee.simulator.scenario.Scenario;
import dev.perigee.simulator.scenario.ScenarioException;
import dev.perigee.simulator.scenario.ScenarioFile;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `perigee simulate`: a scenario, faster than real time, nothing executed.
@Command(
    name = "simulate",
    description = "Run a scenario in the simulated world.",
    mixinStandardHelpOptions = true)
final class SimulateVerb implements Callable<Integer> {
  private static final int THREADS_MAX = 1_024;
  private static final int MICRO = 6;
  private static final int NANO = 9;
  private static final int PICO = 12;

  @Parameters(paramLabel = "FILE", description = "The scenario.")
  private Path file = Path.of("");

  @Option(names = "--seed", paramLabel = "N", description = "Seed; default: the file's.")
  private @Nullable Long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads; the result is the same for any number; default: ${DEFAULT-VALUE}.")
  private int threads = 1;

  @Option(
      names = "--ledger",
      paramLabel = "OUT.json",
      description = "Write the ledger to this file, as `perigee ledger --output json` does.")
  private @Nullable Path ledger;

  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  private final Context context;

  SimulateVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (threads < 1 || threads > THREADS_MAX) {
      throw new ParameterException(
          spec.commandLine(), "--threads is " + threads + ": it has to be 1.." + THREADS_MAX);
    }
    SimulationResult result;
    try {
      Scenario scenario = ScenarioFile.read(file);
      result = ScenarioRunner.run(scenario, seed == null ? scenario.seed() : seed, threads);
    } catch (ScenarioException e) {
      throw new VerbException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
    if (ledger != null) {
      SimulatedLedger.write(result, ledger);
    }
    print(result);
    return 0;
  }

  private void print(SimulationResult result) {
    BigDecimal energyJ = decimal(result.energyMicroJ(), MICRO);
    BigDecimal carbonGrams = decimal(result.carbonNanoGramsCo2e(), NANO);
    BigDecimal costUsd = decimal(result.costPicoUsd(), PICO);
    if (output.isJson()) {
      OutputOption.print(
          context.console(),
          json -> {
            json.writeStartObject();
            json.writeStringField("hash", result.hash());
            json.writeNumberField("seed", result.seed());
            json.writeNumberField("invocations", result.invocations());
            json.writeNumberField("plans", result.planCount());
            json.writeNumberField("energyJ", energyJ);
            json.writeNumberField("carbonGrams", carbonGrams);
            json.writeNumberField("costUsd", costUsd);
            json.writeEndObject();
          });
      return;
    }
    PrintStream out = context.console().out();
    out.println("hash         " + result.hash());
    out.println("seed         " + result.seed());
    out.println("invocations  " + result.invocations());
    out.println("plans        " + result.planCount());
    out.println("energy       " + Figures.three(energyJ) + " J");
    out.println("carbon       " + Figures.three(carbonGrams) + " g CO2e");
    out.println("cost         " + Figures.three(costUsd) + " USD");
  }

  private static BigDecimal decimal(long value, int decimals) {
    return new BigDecimal(Decimals.of(value, decimals));
  }
}
