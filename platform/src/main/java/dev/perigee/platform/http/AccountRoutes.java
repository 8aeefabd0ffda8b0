package dev.perigee.platform.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Listing;
import dev.perigee.api.Wire;
import dev.perigee.platform.control.Accounts;
import dev.perigee.platform.control.Accounts.AccessKey;
import dev.perigee.platform.control.Accounts.NewKey;
import dev.perigee.platform.control.Accounts.Tenant;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.Quota;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;

/// Makes, lists and deletes tenants and keys.
record AccountRoutes(Accounts accounts) {
  private static final int BODY_BYTES_MAX = 64 << 10;

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/tenants", this::tenants),
        new Route("PUT", "/v1/tenants/{tenant}", this::put),
        new Route("GET", "/v1/tenants/{tenant}", this::tenant),
        new Route("DELETE", "/v1/tenants/{tenant}", this::delete),
        new Route("GET", "/v1/keys", this::keys),
        new Route("POST", "/v1/keys", this::create),
        new Route("DELETE", "/v1/keys/{key}", this::revoke));
  }

  private void tenants(Exchange exchange) {
    exchange.parameters().check();
    List<Wire> views = accounts.tenants().stream().map(AccountRoutes::view).toList();
    exchange.json(Status.OK_200, new Listing("tenants", views));
  }

  private void put(Exchange exchange) throws IOException {
    exchange.parameters().check();
    Tenant tenant = new Tenant(exchange.name(), AccountReader.quota(body(exchange)));
    boolean isNew = accounts.put(tenant);
    exchange.json(isNew ? Status.CREATED_201 : Status.OK_200, view(tenant));
  }

  private void tenant(Exchange exchange) {
    exchange.parameters().check();
    exchange.json(
        Status.OK_200,
        view(accounts.tenant(exchange.name()).orElseThrow(() -> none("tenant", exchange.name()))));
  }

  private void delete(Exchange exchange) {
    exchange.parameters().check();
    accounts.delete(exchange.name());
    exchange.response().status(Status.NO_CONTENT_204).send();
  }

  private void keys(Exchange exchange) {
    exchange.parameters().check();
    List<Wire> views = accounts.keys(exchange.tenant()).stream().map(AccountRoutes::view).toList();
    exchange.json(Status.OK_200, new Listing("keys", views));
  }

  private void create(Exchange exchange) throws IOException {
    exchange.parameters().check();
    NewKey made = accounts.create(AccountReader.key(exchange.tenant(), body(exchange)));
    exchange.json(Status.CREATED_201, view(made));
  }

  private void revoke(Exchange exchange) {
    exchange.parameters().check();
    if (!accounts.revoke(exchange.tenant(), exchange.name())) {
      throw none("key", exchange.name());
    }
    exchange.response().status(Status.NO_CONTENT_204).send();
  }

  private static byte[] body(Exchange exchange) throws IOException {
    return exchange.request().content().inputStream().readNBytes(BODY_BYTES_MAX);
  }

  private static ControlException none(String what, String name) {
    return new ControlException(
        ControlException.Kind.NOT_FOUND,
        List.of(
            "there is no %s '%s': `perigee %s list` shows those there are"
                .formatted(what, name, what)));
  }

  private static Wire view(Tenant tenant) {
    return json -> {
      json.writeStartObject();
      json.writeStringField("tenant", tenant.name());
      Quota quota = tenant.quota();
      for (AccountReader.Limit limit : AccountReader.LIMITS) {
        if (limit.of().applyAsLong(quota) == Quota.UNLIMITED) {
          json.writeNullField(limit.name());
        } else {
          json.writeNumberField(limit.name(), limit.of().applyAsLong(quota));
        }
      }
      json.writeEndObject();
    };
  }

  private static Wire view(AccessKey key) {
    return json -> {
      json.writeStartObject();
      write(key, json);
      json.writeEndObject();
    };
  }

  private static void write(AccessKey key, JsonGenerator json) throws IOException {
    json.writeStringField("id", key.id());
    json.writeStringField("tenant", key.tenant());
    json.writeStringField("role", key.role().text());
    json.writeArrayFieldStart("functions");
    for (String function : key.functions()) {
      json.writeString(function);
    }
    json.writeEndArray();
    if (key.rate().isPresent()) {
      json.writeNumberField("requestsPerS", key.rate().get().count());
      json.writeNumberField("burst", key.rate().get().burst());
    }
    json.writeStringField("createdUtc", UtcMs.text(key.createdUtcNs()));
    if (key.expiresUtcNs().isPresent()) {
      json.writeStringField("expiresUtc", UtcMs.text(key.expiresUtcNs().getAsLong()));
    } else {
      json.writeNullField("expiresUtc");
    }
  }

  /// The secret is shown this once.
  private static Wire view(NewKey made) {
    return json -> {
      json.writeStartObject();
      write(made.key(), json);
      if (made.isPair()) {
        json.writeStringField("accessKeyId", made.key().id());
        json.writeStringField("secretAccessKey", made.secret());
      } else {
        json.writeStringField("apiKey", made.secret());
      }
      json.writeEndObject();
    };
  }
}
