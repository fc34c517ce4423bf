/** Settings that were not given at the start, and that the person who connects is asked for. */
import type { Setting } from "@grantry/catalogue/schema";
import { GrantryError } from "../lib/error.ts";
import type { ProviderConnector } from "./catalogue.ts";
import { asHandedOut, bySettingName } from "./setting-names.ts";
import { checkSettings, checkSettingsGiven, isAskable } from "./settings.ts";

type Values = Readonly<Record<string, string>>;

/** A field of the form in which a setting is asked for. */
export interface AskedSetting {
  /** As the setting is documented; the answer may also be what its own name takes. */
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly example: string;
  /** Null: any text that fits. */
  readonly choices: readonly string[] | null;
  /** What was answered before, as it was typed. */
  readonly value: string;
  /** Whether it lacks, or does not fit; null where nothing was answered yet, or it fits. */
  readonly problem: "missing" | "invalid" | null;
  /** What a value that does not fit is told. */
  readonly rule: string;
}

/** What was answered: settings that are whole now, or what is wrong with which answer. */
export type FilledIn =
  | { readonly kind: "whole"; readonly settings: Record<string, string> }
  | { readonly kind: "refused"; readonly fields: readonly AskedSetting[] };

/** The fields for what settings lack, empty. */
export function askedSettings(entry: ProviderConnector, settings: Values): AskedSetting[] {
  return missingSettings(entry, settings).map((setting) => fieldOf(setting, "", null));
}

/** The settings, as the entry names them, that are needed, are not there, and can be asked for. */
export function missingSettings({ server }: ProviderConnector, settings: Values): Setting[] {
  return server.settings.filter(
    (setting) => isAskable(setting) && !Object.hasOwn(settings, setting.name),
  );
}

/**
 * Fills in what settings lack by the answers, under the names of the fields. Only what was asked for is
 * taken: an answer can neither replace a setting that is there nor bring another. What it brings is
 * checked as what is given at the start.
 */
export function fillIn(entry: ProviderConnector, settings: Values, answers: Values): FilledIn {
  const missing = missingSettings(entry, settings);
  const answered = missing.map((setting) => {
    const typed = answerOf(answers, setting);
    const value = typed.trim();
    const problem = value === "" ? "missing" : problemOf(entry, settings, { setting, value });
    return { setting, typed, value, problem };
  });
  if (answered.every(({ problem }) => problem === null)) {
    const given = answered.map(({ setting, value }) => [asHandedOut(setting).name, value]);
    const whole = { ...settings, ...Object.fromEntries(given) };
    if (!isRefused(() => checkSettings(entry, whole))) {
      return { kind: "whole", settings: checkSettings(entry, whole) };
    }
  }
  // Where only all of them together make a wrong address, each is in doubt.
  const together = answered.every(({ problem }) => problem === null);
  const fields = answered.map(({ setting, typed, problem }) =>
    fieldOf(setting, typed, together ? "invalid" : problem),
  );
  return { kind: "refused", fields };
}

function answerOf(answers: Values, setting: Setting): string {
  const { name } = asHandedOut(setting);
  return Object.hasOwn(answers, name) ? (answers[name] ?? "") : "";
}

function problemOf(
  entry: ProviderConnector,
  settings: Values,
  { setting, value }: { readonly setting: Setting; readonly value: string },
): AskedSetting["problem"] {
  const given = bySettingName(entry, { [asHandedOut(setting).name]: value });
  const isWrong = isRefused(() => checkSettingsGiven(entry, { ...settings, ...given }));
  return isWrong ? "invalid" : null;
}

function isRefused(check: () => unknown): boolean {
  try {
    check();
    return false;
  } catch (thrown) {
    const isOfSettings =
      thrown instanceof GrantryError && thrown.code === "connection_config_invalid";
    if (!isOfSettings) throw thrown;
    return true;
  }
}

function fieldOf(setting: Setting, value: string, problem: AskedSetting["problem"]): AskedSetting {
  const { display_name: label, description, placeholder: example, choices } = setting;
  return {
    name: asHandedOut(setting).name,
    label,
    description,
    example,
    choices: choices === undefined ? null : Object.keys(choices),
    value,
    problem,
    rule: setting.validation_error,
  };
}
