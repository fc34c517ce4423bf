/** Whether the settings of a consent under way may be used still: workspace and entry may have changed since. */
import { GrantryError } from "../../lib/error.ts";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { checkSettingsGiven, isOfWorkspace } from "../../provider/settings.ts";

type Values = Readonly<Record<string, string>>;

/**
 * Throws connection_config_invalid where a setting fits the entry no more, or where the workspace has fixed
 * another value since: the client's secret of now goes nowhere but where the workspace has it sent now
 * (SEC-33). The person at the browser cannot mend either, and is not asked again.
 */
export function requireSettingsStill(
  entry: ProviderConnector,
  fixed: Values,
  settings: Values,
): void {
  const moved = entry.server.settings.find((setting) => {
    const { name, default: standard } = setting;
    const now = Object.hasOwn(fixed, name) ? fixed[name] : standard;
    const then = Object.hasOwn(settings, name) ? settings[name] : standard;
    // What is not there yet is filled in by what is fixed.
    const isFilled = Object.hasOwn(settings, name) && Object.hasOwn(fixed, name);
    return (isOfWorkspace(setting) || isFilled) && then !== now;
  });
  if (moved !== undefined) {
    throw new GrantryError("connection_config_invalid", {
      detail: `The workspace has changed the setting "${moved.name}" since this was started. Nothing was connected: start again from the app.`,
    });
  }
  checkSettingsGiven(entry, settings);
}
