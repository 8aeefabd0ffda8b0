package dev.perigee.platform.http;

import dev.perigee.api.Json;
import dev.perigee.api.Listing;
import dev.perigee.api.NodeView;
import dev.perigee.api.NodeView.WorkersView;
import dev.perigee.model.continuum.Node;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.Nodes;
import dev.perigee.world.node.NodePort.WorkerCount;
import io.helidon.http.Status;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Shows nodes, drains and resumes them, cuts them off.
final class NodeRoutes {
  private static final String CUT = "cutForS";
  private static final BigDecimal CUT_S_MAX = BigDecimal.valueOf(86_400);
  private static final int FAULT_BYTES_MAX = 64 << 10;

  private final Nodes nodes;

  NodeRoutes(Nodes nodes) {
    this.nodes = nodes;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/nodes", this::list),
        new Route("POST", "/v1/nodes/{node}/drain", this::drain),
        new Route("POST", "/v1/nodes/{node}/resume", this::resume),
        new Route("POST", "/v1/nodes/{node}/faults", this::fault));
  }

  private void list(Exchange exchange) {
    exchange.parameters().check();
    String tenant = exchange.tenant();
    List<NodeView> views = nodes.list().stream().map(node -> view(node, tenant)).toList();
    exchange.json(Status.OK_200, new Listing("nodes", views));
  }

  private void drain(Exchange exchange) {
    nodes.drain(exchange.name());
    done(exchange);
  }

  private void resume(Exchange exchange) {
    nodes.resume(exchange.name());
    done(exchange);
  }

  private void fault(Exchange exchange) throws IOException {
    byte[] body = exchange.request().content().inputStream().readNBytes(FAULT_BYTES_MAX);
    nodes.cut(exchange.name(), cut(Json.readObject(body)));
    done(exchange);
  }

  private static Duration cut(Map<String, @Nullable Object> body) {
    if (body.keySet().equals(Set.of(CUT))
        && body.get(CUT) instanceof BigDecimal seconds
        && seconds.signum() > 0
        && seconds.compareTo(CUT_S_MAX) <= 0) {
      return Duration.ofMillis(seconds.movePointRight(3).longValue());
    }
    throw new ControlException(
        ControlException.Kind.INVALID,
        List.of(
            "a fault is {\"cutForS\": 60}: the seconds that the node is cut off, above 0, at most "
                + CUT_S_MAX));
  }

  private static void done(Exchange exchange) {
    exchange.response().status(Status.NO_CONTENT_204).send();
  }

  /// The node with the workers of one tenant: what others run is not its business.
  private static NodeView view(Nodes.NodeView view, String tenant) {
    Node node = view.node();
    return new NodeView(
        node.id(),
        node.zone(),
        node.state().text(),
        node.cpuMilli(),
        node.memoryMb(),
        node.idleW(),
        node.maxW(),
        node.intensityGramsPerKwh(),
        node.pue(),
        node.revision(),
        view.endpoint(),
        view.processId(),
        view.workers().stream()
            .filter(workers -> workers.function().tenant().equals(tenant))
            .map(NodeRoutes::workers)
            .toList());
  }

  private static WorkersView workers(WorkerCount count) {
    return new WorkersView(
        count.function().tenant(),
        count.function().name(),
        count.version(),
        count.liveCount(),
        count.busyCount(),
        count.frozenCount(),
        count.waitingCount());
  }
}
