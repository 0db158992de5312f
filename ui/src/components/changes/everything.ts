// The filter that lets every record of a run through.

import type { ChangesFilter } from "../../bindings/ChangesFilter";

export const EVERYTHING: ChangesFilter = {
  action: null,
  entity: null,
  field: null,
  text: "",
  outcome: null,
  terms: false,
};
