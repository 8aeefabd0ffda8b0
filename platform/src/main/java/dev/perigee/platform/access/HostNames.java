package dev.perigee.platform.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

/// Under which names requests are taken. Where nobody is asked for a key and only this machine can
/// connect, a page could come in by giving its own name this machine's address (DNS rebinding):
/// then only names of this machine count.
///
/// @param any whether all do
/// @param more in lower case, beside those of this machine
public record HostNames(boolean any, Set<String> more) {
  public static final HostNames ANY = new HostNames(true, Set.of());

  public HostNames {
    more = Set.copyOf(more);
  }

  /// @param address that is listened at
  public static HostNames of(AuthMode mode, String address, Set<String> more) {
    return mode == AuthMode.NONE && isLoopback(address) ? new HostNames(false, more) : ANY;
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }

  /// @param host as in the header, with its port; empty if it was not said
  /// @throws AccessException if it is another's
  public void require(String host) {
    if (any || host.isEmpty() || isKnown(name(host.toLowerCase(Locale.ROOT)))) {
      return;
    }
    throw AccessException.misdirected(
        "the platform listens on this machine only and does not go by the name '%s'; serve it with --trusted-host, or ask for keys with --auth"
            .formatted(host));
  }

  private static String name(String host) {
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    return end <= 0 ? host : host.substring(0, end);
  }

  private boolean isKnown(String name) {
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("[::1]")
        || name.matches("127(\\.[0-9]{1,3}){3}")
        || more.contains(name);
  }
}
