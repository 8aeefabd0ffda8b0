package dev.perigee.runtime.egress;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;

/// Tells addresses that anybody can reach from those of the machine and its neighbours (IANA's
/// registries of special-purpose addresses for IPv4 and IPv6, RFC 6890).
final class PublicAddress {
  /// An address and how many of its leading bits count.
  private record Block(byte[] address, int bits) {
    static Block of(String text) {
      int slash = text.indexOf('/');
      return new Block(
          InetAddress.ofLiteral(text.substring(0, slash)).getAddress(),
          Integer.parseInt(text.substring(slash + 1)));
    }

    boolean contains(byte[] other) {
      if (other.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit & 7);
        if (((address[bit >> 3] ^ other[bit >> 3]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Block> SPECIAL =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/3",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "3fff::/20")
          .map(Block::of)
          .toList();

  /// Of IPv6 only this part is public; what translates to IPv4 lies outside of it or in the list.
  private static final Block GLOBAL_V6 = Block.of("2000::/3");

  private PublicAddress() {}

  /// Whether it is neither the machine's nor one of those that are not routed.
  static boolean is(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean routed = bytes.length == 4 || GLOBAL_V6.contains(bytes);
    return routed
        && SPECIAL.stream().noneMatch(block -> block.contains(bytes))
        && !isOfThisMachine(address);
  }

  /// What can't be found out counts as the machine's.
  private static boolean isOfThisMachine(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true;
    }
  }
}
