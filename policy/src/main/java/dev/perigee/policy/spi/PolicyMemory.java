package dev.perigee.policy.spi;

/// What a policy wants to remember from one decision to the next: an immutable value of its own
/// type.
public interface PolicyMemory {
  PolicyMemory NONE = new PolicyMemory() {};
}
