package dev.perigee.checks;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.w3c.dom.Element;

/// What is shipped, as CycloneDX 1.6 has it: a component for each jar, with its package URL, the
/// SHA-256 of the file and its licences. The same jars give the same bytes.
record BillOfMaterials(List<Component> components) implements Wire {
  private static final List<String> OWN_LICENCE = List.of("Apache-2.0");

  record Component(
      String group, String name, String version, String sha256, List<String> licences) {
    /// How scanners name it.
    String packageUrl() {
      return "pkg:maven/%s/%s@%s".formatted(group, name, version);
    }
  }

  static BillOfMaterials ofShipped() {
    List<Component> components = new ArrayList<>();
    Shipped.libraries().values().forEach(jar -> components.add(library(jar.orElseThrow())));
    Shipped.modules().forEach(jar -> components.add(module(jar)));
    return new BillOfMaterials(List.copyOf(components));
  }

  private static Component library(Path jar) {
    // A repository has GROUP/NAME/VERSION/NAME-VERSION.jar.
    String version = jar.getName(jar.getNameCount() - 2).toString();
    String name = jar.getName(jar.getNameCount() - 3).toString();
    Element project = Poms.parse(jar.resolveSibling("%s-%s.pom".formatted(name, version)));
    return new Component(group(project), name, version, sha256(jar), Licences.of(jar));
  }

  private static String group(Element project) {
    List<Element> own = Poms.children(project, "groupId");
    Element group =
        own.isEmpty()
            ? Poms.children(Poms.children(project, "parent").getFirst(), "groupId").getFirst()
            : own.getFirst();
    return group.getTextContent().strip();
  }

  private static Component module(Path jar) {
    String version = Poms.version();
    String file = jar.getFileName().toString();
    String name = file.substring(0, file.length() - version.length() - "-.jar".length());
    return new Component("dev.perigee", name, version, sha256(jar), OWN_LICENCE);
  }

  private static String sha256(Path file) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("bomFormat", "CycloneDX");
    json.writeStringField("specVersion", "1.6");
    json.writeNumberField("version", 1);
    json.writeObjectFieldStart("metadata");
    json.writeObjectFieldStart("component");
    json.writeStringField("type", "application");
    json.writeStringField("name", "perigee");
    json.writeStringField("version", Poms.version());
    json.writeEndObject();
    json.writeEndObject();
    json.writeArrayFieldStart("components");
    for (Component component : components) {
      write(json, component);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Component component) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "library");
    json.writeStringField("bom-ref", component.packageUrl());
    json.writeStringField("group", component.group());
    json.writeStringField("name", component.name());
    json.writeStringField("version", component.version());
    json.writeArrayFieldStart("hashes");
    json.writeStartObject();
    json.writeStringField("alg", "SHA-256");
    json.writeStringField("content", component.sha256());
    json.writeEndObject();
    json.writeEndArray();
    json.writeArrayFieldStart("licenses");
    for (String licence : component.licences()) {
      json.writeStartObject();
      json.writeObjectFieldStart("license");
      json.writeStringField("name", licence);
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("purl", component.packageUrl());
    json.writeEndObject();
  }
}
