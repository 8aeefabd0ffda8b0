package dev.perigee.platform.http;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Nodes.NodeView;
import java.util.List;

/// A small page for people who open the port in a browser.
final class HomePage {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Perigee</title>
      <style>
        body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 56rem; padding: 0 1rem }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #ddd }
      </style>
      <h1>Perigee</h1>
      <p>What runs here, and what it takes:
        <a href="/v1/ledger?by=function">ledger by function</a>,
        <a href="/v1/invocations">invocations</a>, <a href="/v1/nodes">nodes</a>,
        <a href="/v1/decisions">decisions</a>, <a href="/metrics">metrics</a>,
        <a href="/health/ready">health</a>, <a href="/v1/openapi.yaml">interface</a>.</p>
      """;

  private HomePage() {}

  static String of(List<FunctionSpec> functions, List<NodeView> nodes) {
    StringBuilder page = new StringBuilder(4_096).append(HEAD);
    page.append("<h2>Functions</h2>\n<table><tr><th>Name<th>Version<th>Runtime<th>Memory<th>Log\n");
    for (FunctionSpec function : functions) {
      row(page, function);
    }
    page.append("</table>\n");
    if (functions.isEmpty()) {
      page.append("<p>None yet: <code>perigee init hello && perigee deploy</code>.</p>\n");
    }
    page.append("<h2>Nodes</h2>\n<table><tr><th>Node<th>State<th>Zone<th>CPU<th>Memory\n");
    for (NodeView view : nodes) {
      row(page, view);
    }
    return page.append("</table>\n</html>\n").toString();
  }

  private static void row(StringBuilder page, FunctionSpec function) {
    String name = escaped(function.name());
    page.append("<tr><td><a href=\"/v1/functions/").append(name).append("\">").append(name);
    page.append("</a><td>").append(function.version());
    page.append("<td>").append(escaped(function.runtime()));
    page.append("<td>").append(function.memoryMb()).append(" MB");
    page.append("<td><a href=\"/v1/functions/").append(name).append("/logs\">log</a>\n");
  }

  private static void row(StringBuilder page, NodeView view) {
    page.append("<tr><td>").append(escaped(view.node().id()));
    page.append("<td>").append(view.node().state().text());
    page.append("<td>").append(escaped(view.node().zone()));
    page.append("<td>").append(view.node().cpuMilli() / 1_000.0).append(" cores");
    page.append("<td>").append(view.node().memoryMb()).append(" MB\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
