package dev.perigee.runtime.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Finds the addresses of names.
@FunctionalInterface
public interface Names {
  /// As the machine does.
  Names OF_MACHINE = InetAddress::getAllByName;

  InetAddress[] of(String name) throws UnknownHostException;
}
