package dev.perigee.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/// The files of the page by name; everything that may be served, and nothing else.
public final class Dashboard {
  /// The page itself.
  public static final String INDEX = "index.html";

  private static final List<String> OWN =
      List.of(
          INDEX,
          "style.css",
          "icon.svg",
          "main.js",
          "platform.js",
          "dom.js",
          "format.js",
          "table.js",
          "phases.js",
          "totals.js",
          "functions.js",
          "invocations.js",
          "cold-starts.js",
          "series.js",
          "chart.js",
          "nodes.js",
          "map.js",
          "events.js",
          "safeguards.js",
          "burn-down.js",
          "triggers.js",
          "resources.js",
          "items.js",
          "access.js",
          "actions.js",
          "findings.js",
          "revisions.js",
          "traces.js",
          "logs.js",
          "pages.js",
          "search.js",
          "session.js",
          "theme.js",
          "details.js");

  /// The library that draws lines; its jar names its version in its folder.
  private static final List<String> UPLOT = List.of("uPlot.esm.js", "uPlot.min.css");

  private static final String UPLOT_POM = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

  private final Map<String, Asset> assets = new HashMap<>();

  private Dashboard() {
    OWN.forEach(name -> put(name, name));
    String folder = "/META-INF/resources/webjars/uplot/" + uplotVersion() + "/dist/";
    UPLOT.forEach(name -> put(name, folder + name));
  }

  /// Reads all files from the class path.
  ///
  /// @throws DashboardException if one is missing
  public static Dashboard load() {
    return new Dashboard();
  }

  public Optional<Asset> find(String name) {
    return Optional.ofNullable(assets.get(name));
  }

  private void put(String name, String resource) {
    assets.put(name, Asset.of(name, read(resource)));
  }

  private static String uplotVersion() {
    try (InputStream in = open(UPLOT_POM)) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + UPLOT_POM + " from the class path", e);
    }
  }

  private static byte[] read(String resource) {
    try (InputStream in = open(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + resource + " from the class path", e);
    }
  }

  private static InputStream open(String resource) {
    InputStream in = Dashboard.class.getResourceAsStream(resource);
    if (in == null) {
      throw new DashboardException(
          resource + " is not on the class path: build the module dashboard again");
    }
    return in;
  }
}
