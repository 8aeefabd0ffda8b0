package dev.perigee.platform.record;

import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Alias;
import dev.perigee.platform.control.Facts;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Settings;

/// Something that the catalogue keeps in the journal.
public sealed interface CatalogueNote {

  /// Facts of the deployment that comes next under this id.
  record FactsNoted(FunctionId function, Facts facts) implements CatalogueNote {}

  record AliasSet(FunctionName function, Alias alias) implements CatalogueNote {}

  record AliasDeleted(FunctionName function, String alias) implements CatalogueNote {}

  record SettingsSet(FunctionName function, Settings settings) implements CatalogueNote {}
}
