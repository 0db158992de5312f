import type { FieldInfo } from "../../../bindings/FieldInfo";

/** How many numbered parts are offered, at least. */
const NUMBERS = 4;

/** The names of all fields that a column can be for; those that take a number or a name get one. */
export function fieldNames(fields: readonly FieldInfo[], column: string, present: string | null): string[] {
  const names = fields.flatMap(({ field }) => {
    if (!field.endsWith("*")) {
      return [field];
    }
    const stem = field.slice(0, -1);
    const isNumbered = /^(attributes|downloads):/.test(stem);
    if (isNumbered) {
      return Array.from({ length: NUMBERS }, (_, index) => `${stem}${index + 1}`);
    }
    return column ? [`${stem}${column}`] : [];
  });
  return present && !names.includes(present) ? [present, ...names] : names;
}
