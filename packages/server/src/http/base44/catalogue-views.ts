/** What can be connected, in the words of the official clients' wire. */
import type {
  AvailableIntegrations,
  ConnectionConfigFields,
} from "@grantry/contract/base44/operator";
import type { CatalogueType, SettingField } from "../../service/providers/index.ts";

export function viewCatalogue(types: readonly CatalogueType[]): AvailableIntegrations {
  const integrations = types.map((one) => ({
    integration_type: one.type,
    display_name: one.name,
    description: one.description,
    base_url: one.hosts[0] ?? "",
    connection_config_fields: viewSettingFields(one.settingFields),
  }));
  return { integrations };
}

export function viewSettingFields(fields: readonly SettingField[]): ConnectionConfigFields {
  return fields.map((field) => ({
    name: field.name,
    placeholder: field.example,
    display_name: field.title,
    description: field.help,
    required: field.required,
    validation_pattern: field.pattern,
    validation_error: field.patternError,
  }));
}
