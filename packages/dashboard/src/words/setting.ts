/** The name of a setting as a label, where the catalogue's own title of it is not at hand. */
export function settingLabel(name: string): string {
  const words = name.replaceAll("_", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
