package dev.perigee.fabric.transport;

class MemoryTransportTest extends TransportContract {
  @Override
  Transport transport(ChannelOptions options) {
    return new MemoryTransport(options);
  }
}
