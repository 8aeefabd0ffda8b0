package dev.perigee.policy;

import dev.perigee.policy.keepalive.FixedKeepAlive;
import dev.perigee.policy.placement.FirstFit;
import dev.perigee.policy.placement.LeastLoaded;
import dev.perigee.policy.spi.KeepAlivePolicy;
import dev.perigee.policy.spi.PlacementPolicy;
import dev.perigee.policy.spi.Policy;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/// Policies by kind and name: the built-in ones and those that plug-ins register as services. The
/// live platform and the simulator look here and nowhere else, so a name means the same class in
/// both.
public final class PolicyRegistry {
  private final SortedMap<String, PlacementPolicy> placement = new TreeMap<>();
  private final SortedMap<String, KeepAlivePolicy> keepAlive = new TreeMap<>();

  private PolicyRegistry() {}

  /// Built-in policies and those found on the class path.
  public static PolicyRegistry load() {
    PolicyRegistry registry = builtIn();
    ServiceLoader.load(PlacementPolicy.class).forEach(policy -> add(registry.placement, policy));
    ServiceLoader.load(KeepAlivePolicy.class).forEach(policy -> add(registry.keepAlive, policy));
    return registry;
  }

  public static PolicyRegistry builtIn() {
    PolicyRegistry registry = new PolicyRegistry();
    List.of(new FirstFit(), new LeastLoaded()).forEach(policy -> add(registry.placement, policy));
    add(
        registry.keepAlive,
        new FixedKeepAlive(
            FixedKeepAlive.KEEP_ALIVE_NS_DEFAULT, FixedKeepAlive.FREEZE_AFTER_NS_DEFAULT));
    return registry;
  }

  public PlacementPolicy placement(String name) {
    return find("placement", placement, name);
  }

  public KeepAlivePolicy keepAlive(String name) {
    return find("keep-alive", keepAlive, name);
  }

  private static <P extends Policy> void add(SortedMap<String, P> policies, P policy) {
    P before = policies.putIfAbsent(policy.name(), policy);
    if (before != null) {
      throw new PolicyException(
          "two policies are named "
              + policy.name()
              + ": "
              + before.getClass().getName()
              + " and "
              + policy.getClass().getName()
              + "; remove one from the class path");
    }
  }

  private static <P extends Policy> P find(
      String kind, SortedMap<String, P> policies, String name) {
    P policy = policies.get(name);
    if (policy == null) {
      throw new PolicyException(
          "no " + kind + " policy is named " + name + "; there are " + policies.keySet());
    }
    return policy;
  }
}
