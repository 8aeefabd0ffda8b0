package dev.perigee.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.model.function.FunctionArn;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Quality;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlPlane;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Invoker;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The hot path: the body goes to the function as it came, its answer goes back as it is, and what
/// it took stands in headers.
public final class InvokeRoute implements Route.Action {
  private static final byte[] EMPTY_EVENT = "{}".getBytes(UTF_8);
  private static final HeaderName REQUEST_ID = HeaderNames.create("x-amzn-RequestId");
  private static final HeaderName EXECUTED_VERSION = HeaderNames.create("X-Amz-Executed-Version");
  private static final Header LATEST =
      HeaderValues.createCached(EXECUTED_VERSION, FunctionId.LATEST);
  private static final HeaderName DURATION = HeaderNames.create("Perigee-Duration-Ms");
  private static final HeaderName ENERGY = HeaderNames.create("Perigee-Energy-J");
  private static final HeaderName CARBON = HeaderNames.create("Perigee-Carbon-Mg");
  private static final HeaderName COST = HeaderNames.create("Perigee-Cost-MicroUsd");
  private static final Header COLD = HeaderValues.createCached("Perigee-Cold-Start", "true");
  private static final Header WARM = HeaderValues.createCached("Perigee-Cold-Start", "false");
  private static final Header MEASURED = HeaderValues.createCached("Perigee-Quality", "measured");
  private static final Header MODELLED = HeaderValues.createCached("Perigee-Quality", "modelled");
  private static final Header UNHANDLED =
      HeaderValues.createCached("X-Amz-Function-Error", "Unhandled");

  /// Of a body that is too large, this much is read before the answer, so that a client that sends
  /// first and listens then gets it.
  private static final long DRAINED_BYTES_MAX = 64L << 20;

  private final ControlPlane control;
  private final Invoker invoker;

  InvokeRoute(ControlPlane control) {
    this.control = control;
    this.invoker = control.invoker();
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    UUID invocationId = UUID.randomUUID();
    exchange.response().header(HeaderValues.create(REQUEST_ID, invocationId.toString()));
    try {
      FunctionId function = exchange.function();
      byte[] event = event(exchange);
      if (event == null) {
        LambdaErrors.tooLarge(exchange);
      } else {
        run(exchange, run(exchange, invocationId, function, event), InvokeRoute::send);
      }
    } catch (ControlException refused) {
      LambdaErrors.send(exchange, refused);
    }
  }

  /// How an answer is sent; what it took stands in the headers already.
  @FunctionalInterface
  public interface Sender {
    void send(ServerResponse response, byte[] payload, LedgerEntry entry);
  }

  private Run run(Exchange exchange, UUID id, FunctionId function, byte[] event) {
    String arn = FunctionArn.of(CallerContext.region(exchange), function.name());
    if (exchange.request().query().isEmpty()) {
      return new Run(id, function, event, CallerContext.of(exchange, arn));
    }
    RequestParameters parameters = exchange.parameters("qualifier");
    parameters.check();
    String qualifier = parameters.text("qualifier").orElse(FunctionId.LATEST);
    FunctionId target =
        control
            .versions()
            .resolve(FunctionName.of(function), qualifier)
            .orElseThrow(() -> Problems.noSuchFunction(function.name() + ":" + qualifier));
    return new Run(id, target, event, CallerContext.of(exchange, arn + ":" + qualifier));
  }

  /// What is to run.
  public record Run(UUID id, FunctionId function, byte[] event, CallContext context) {}

  /// Runs an event and answers.
  public void run(Exchange exchange, Run run, Sender sender) throws IOException {
    try {
      EventCheck.require(run.event());
      switch (invoker.invoke(run.id(), run.function(), run.event(), run.context())) {
        case InvocationResult.Answered(byte[] payload, LedgerEntry entry) -> {
          addFigures(exchange.response(), entry);
          sender.send(exchange.response(), payload, entry);
        }
        case InvocationResult.Refused(var refusal, String reason) ->
            LambdaErrors.send(exchange, refusal, reason);
      }
    } catch (ControlException refused) {
      LambdaErrors.send(exchange, refused);
    }
  }

  /// Where the parts of an answer go that its caller reads while it comes.
  public interface Stream extends StreamedRun.Parts {
    boolean hasBegun();

    /// The function has ended.
    ///
    /// @param rest what was not given in parts, or the JSON body of an error
    void end(byte[] rest, LedgerEntry entry);

    /// What has begun can't be ended as it should.
    void breakOff(String reason);
  }

  /// Runs an event and answers while the answer comes.
  public void stream(Exchange exchange, Run run, Stream stream) throws IOException {
    try {
      EventCheck.require(run.event());
      switch (new StreamedRun(invoker).run(run, stream)) {
        case InvocationResult.Answered(byte[] rest, LedgerEntry entry) -> {
          if (!stream.hasBegun()) {
            addFigures(exchange.response(), entry);
          }
          stream.end(rest, entry);
        }
        case InvocationResult.Refused(var refusal, String reason) -> {
          if (stream.hasBegun()) {
            stream.breakOff(reason);
          } else {
            LambdaErrors.send(exchange, refusal, reason);
          }
        }
      }
    } catch (ControlException refused) {
      LambdaErrors.send(exchange, refused);
    }
  }

  /// The answer as it is.
  public static void send(ServerResponse response, byte[] payload, LedgerEntry entry) {
    response.header(Exchange.JSON);
    if (entry.outcome() != Outcome.OK) {
      response.header(UNHANDLED);
    }
    response.send(payload);
  }

  private static void addFigures(ServerResponse response, LedgerEntry entry) {
    response.header(
        entry.version() == 0 ? LATEST : HeaderValues.create(EXECUTED_VERSION, entry.versionText()));
    decimal(response, DURATION, entry.phases().handlerNs());
    decimal(response, ENERGY, entry.energy().totalMicroJ());
    decimal(response, CARBON, entry.carbon().totalNanoGramsCo2e());
    decimal(response, COST, entry.money().totalPicoUsd());
    response.header(entry.coldStart() ? COLD : WARM);
    response.header(entry.quality() == Quality.MEASURED ? MEASURED : MODELLED);
  }

  private static void decimal(ServerResponse response, HeaderName name, long millionths) {
    response.header(HeaderValues.create(name, Millionths.text(millionths)));
  }

  /// The event; null if it is too large.
  public static byte @Nullable [] event(Exchange exchange) throws IOException {
    if (!exchange.request().content().hasEntity()) {
      return EMPTY_EVENT;
    }
    long bytes = exchange.request().headers().contentLength().orElse(-1);
    InputStream in = exchange.request().content().inputStream();
    if (bytes > LambdaErrors.PAYLOAD_BYTES_MAX) {
      drain(in);
      return null;
    }
    byte[] event = bytes >= 0 ? exactly(in, (int) bytes) : upToLimit(in);
    return event != null && event.length == 0 ? EMPTY_EVENT : event;
  }

  private static byte[] exactly(InputStream in, int bytes) throws IOException {
    byte[] event = new byte[bytes];
    if (in.readNBytes(event, 0, bytes) < bytes) {
      throw new IOException("the request ended before its body was complete");
    }
    return event;
  }

  private static byte @Nullable [] upToLimit(InputStream in) throws IOException {
    byte[] event = in.readNBytes(LambdaErrors.PAYLOAD_BYTES_MAX + 1);
    if (event.length > LambdaErrors.PAYLOAD_BYTES_MAX) {
      drain(in);
      return null;
    }
    return event;
  }

  private static void drain(InputStream in) throws IOException {
    byte[] waste = new byte[64 << 10];
    long drained = 0;
    int count;
    while (drained < DRAINED_BYTES_MAX && (count = in.read(waste)) >= 0) {
      drained += count;
    }
  }
}
