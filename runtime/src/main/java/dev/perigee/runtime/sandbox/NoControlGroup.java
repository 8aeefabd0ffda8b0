package dev.perigee.runtime.sandbox;

/// Where the machine lets us make no control groups: resource limits of the process stand in.
record NoControlGroup() implements ControlGroup {

  @Override
  public void attach(int pid) {}

  @Override
  public void limit(Limits limits) {}

  @Override
  public void limitCpu(int cpuMilli) {}

  @Override
  public boolean freeze() {
    return false;
  }

  @Override
  public boolean thaw() {
    return false;
  }

  @Override
  public long cpuNs() {
    return -1;
  }

  @Override
  public long memoryBytes() {
    return -1;
  }

  @Override
  public void remove() {}
}
