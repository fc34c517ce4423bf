/** Settings that a connection takes, as `/v1` describes them. */
import type { SettingField } from "../../service/providers/index.ts";

/** A setting, for whoever makes a form of it. */
export function viewField({ patternError, ...field }: SettingField) {
  return { ...field, pattern_error: patternError };
}
