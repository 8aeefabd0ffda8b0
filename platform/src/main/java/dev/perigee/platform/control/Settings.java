package dev.perigee.platform.control;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What holds for a function whatever its version.
///
/// @param reservedConcurrency calls that run at once, over all versions; [#UNRESERVED] if not
///   limited
/// @param urls by qualifier
/// @param documents what clients keep here, JSON by kind and qualifier, such as `policy:prod`
public record Settings(
    SortedMap<String, String> tags,
    int reservedConcurrency,
    SortedMap<String, FunctionUrl> urls,
    SortedMap<String, String> documents) {
  public static final int UNRESERVED = -1;
  public static final Settings NONE =
      new Settings(new TreeMap<>(), UNRESERVED, new TreeMap<>(), new TreeMap<>());

  public Settings {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    urls = Collections.unmodifiableSortedMap(new TreeMap<>(urls));
    documents = Collections.unmodifiableSortedMap(new TreeMap<>(documents));
  }

  public Settings withTags(Map<String, String> newTags) {
    return new Settings(new TreeMap<>(newTags), reservedConcurrency, urls, documents);
  }

  public Settings withReservedConcurrency(int newReservedConcurrency) {
    return new Settings(tags, newReservedConcurrency, urls, documents);
  }

  public Settings withUrl(FunctionUrl url) {
    SortedMap<String, FunctionUrl> changed = new TreeMap<>(urls);
    changed.put(url.qualifier(), url);
    return new Settings(tags, reservedConcurrency, changed, documents);
  }

  public Settings withoutUrl(String qualifier) {
    SortedMap<String, FunctionUrl> changed = new TreeMap<>(urls);
    changed.remove(qualifier);
    return new Settings(tags, reservedConcurrency, changed, documents);
  }

  public Settings withDocument(String key, String json) {
    SortedMap<String, String> changed = new TreeMap<>(documents);
    changed.put(key, json);
    return new Settings(tags, reservedConcurrency, urls, changed);
  }

  public Settings withoutDocument(String key) {
    SortedMap<String, String> changed = new TreeMap<>(documents);
    changed.remove(key);
    return new Settings(tags, reservedConcurrency, urls, changed);
  }
}
