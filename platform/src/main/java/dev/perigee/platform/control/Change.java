package dev.perigee.platform.control;

import java.util.SortedMap;

/// What a function is to be; unchecked, as it came.
///
/// @param deployment its archive is empty if the code stays as it is
public record Change(
    Deployment deployment, String description, String role, SortedMap<String, String> echoed) {

  public Change allowingCycle(boolean allowsCycle) {
    return new Change(deployment.allowingCycle(allowsCycle), description, role, echoed);
  }
}
