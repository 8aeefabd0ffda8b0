package dev.perigee.runtime.egress;

import dev.perigee.model.function.Destination;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// What a function may connect to. Only a name that is listed is looked up, so that looking up
/// tells nobody outside anything.
record Permits(List<Destination> network, Names names) {
  Permits {
    network = List.copyOf(network);
  }

  /// The addresses that may be connected to; whoever connects takes these and asks nobody again.
  ///
  /// @param host in lower case
  List<InetAddress> addresses(String host, int port) throws Refusal {
    return isNumber(host) ? List.of(listed(host, port)) : resolved(host, port);
  }

  /// What a resolver could read as a number is one; see [Destination].
  private static boolean isNumber(String host) {
    char first = host.charAt(host.lastIndexOf('.') + 1);
    return host.indexOf(':') >= 0 || first >= '0' && first <= '9';
  }

  private InetAddress listed(String host, int port) throws Refusal {
    try {
      InetAddress address = InetAddress.ofLiteral(host);
      if (isListed(address, port)) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw new Refusal(Refusal.MALFORMED, host + " is no address");
    }
    throw notListed(host, port);
  }

  private static Refusal notListed(String host, int port) {
    return new Refusal(Refusal.FORBIDDEN, host + ":" + port + " is not in network.allow");
  }

  private boolean isListed(InetAddress address, int port) {
    return network.stream()
        .filter(each -> each.isAddress() && each.takesPort(port))
        .anyMatch(each -> InetAddress.ofLiteral(each.host()).equals(address));
  }

  private List<InetAddress> resolved(String name, int port) throws Refusal {
    if (network.stream().noneMatch(each -> each.takesPort(port) && each.takesName(name))) {
      throw notListed(name, port);
    }
    try {
      List<InetAddress> found = List.of(names.of(name));
      for (InetAddress address : found) {
        requireOpen(name, address, port);
      }
      return found;
    } catch (UnknownHostException e) {
      throw new Refusal(Refusal.UNREACHABLE, name + " has no address");
    }
  }

  /// One address of a name that is not public spoils all: it could be the next that is taken.
  private void requireOpen(String name, InetAddress address, int port) throws Refusal {
    if (!PublicAddress.is(address) && !isListed(address, port)) {
      throw new Refusal(
          Refusal.FORBIDDEN,
          "%s leads to %s, which is not public and not in network.allow as an address"
              .formatted(name, address.getHostAddress()));
    }
  }
}
