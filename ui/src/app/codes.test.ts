import { expect, test } from "vitest";
import errors from "../locales/en/errors.json";
import fields from "../locales/en/fields.json";
import found from "../locales/en/found.json";
import hints from "../locales/en/hints.json";
import issues from "../locales/en/issues.json";
import issues_kind from "../locales/en/issues_kind.json";
import notices from "../locales/en/notices.json";
import reasons from "../locales/en/reasons.json";
import repairs from "../locales/en/repairs.json";
import skips from "../locales/en/skips.json";

const files = import.meta.glob<string>("../../../src-tauri/crates/*/src/**/*.rs", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The codes that stand in the program's sources behind one of these openings. */
function codes(openings: RegExp, where: RegExp): string[] {
  const source = Object.entries(files).filter(([path]) => where.test(path));
  const all = source.flatMap(([, text]) => [...text.matchAll(new RegExp(`${openings.source}\\s*"([a-z_]+)"`, "g"))]);
  return [...new Set(all.map((match) => match.at(-1) ?? ""))].sort();
}

/** What only the command line can say, or nobody: it has no window to be said in. */
const ONLY_THERE = new Set(["usage"]);

function missing(wanted: readonly string[], said: object, atLeast: number): string[] {
  expect(wanted.length, "the search finds too little").toBeGreaterThanOrEqual(atLeast);
  return wanted.filter((code) => !(code in said) && !ONLY_THERE.has(code));
}

test("every error of the program has a sentence", () => {
  const mapped = codes(/=> \(?/, /longshore-(formats|journal|engine)\/src\/error\.rs|connectors\/src\/fault\.rs/);
  expect(missing(mapped, errors, 70)).toEqual([]);
  expect(missing(codes(/(?:ApiError::new|self\.error)\(/, /longshore-(app|server)\/src/), errors, 20)).toEqual([]);
});

test("every hint of the program has a sentence", () => {
  expect(missing(codes(/\.hint\(/, /longshore-app\/src/), hints, 2)).toEqual([]);
});

test("every issue has a sentence", () => {
  expect(missing(codes(/\b[A-Z_]+ =/, /engine\/src\/check\/codes\.rs/), issues, 50)).toEqual([]);
  expect(missing(codes(/code:/, /engine\/src\/plan\/codes\.rs/), { ...issues, ...skips }, 25)).toEqual([]);
});

test("every issue that tells values of its row has a sentence for several rows, without such values", () => {
  const file = Object.entries(files).find(([path]) => path.endsWith("engine/src/check/codes.rs"))?.[1] ?? "";
  const all = [...file.matchAll(/\b[A-Z_]+ = "([a-z_]+)" \w+ \[([^\]]*)\]/g)];
  const told = all
    .filter(([, code, params]) => params && code !== "columns_not_imported")
    .map(([, code]) => code ?? "");
  const planned = Object.entries(files).find(([path]) => path.endsWith("engine/src/plan/codes.rs"))?.[1] ?? "";
  const doubts = [...planned.matchAll(/code: "([a-z_]+)",\s+severity: Warning,\s+params: &\["/g)];
  told.push(...doubts.map(([, code]) => code ?? ""));
  expect(missing(told, issues_kind, 70)).toEqual([]);
  expect(Object.keys(issues_kind).filter((code) => !told.includes(code))).toEqual([]);
  expect(Object.values(issues_kind).filter((sentence) => sentence.includes("{"))).toEqual([]);
});

test("every reason for leaving something alone has a sentence", () => {
  expect(missing(codes(/Skipped\(/, /app\/src\/(runs|undo)/), skips, 3)).toEqual([]);
});

test("every repair and every reason for reading a file as it is read has a sentence", () => {
  expect(missing(codes(/=>/, /formats\/src\/repair\.rs/), repairs, 15)).toEqual([]);
  expect(missing(codes(/Reason::new\(/, /longshore-formats\/src/), found, 20)).toEqual([]);
  expect(missing(codes(/Reason::new\(/, /engine\/src\/suggest/), reasons, 9)).toEqual([]);
});

test("whatever is said of joined rows has a sentence", () => {
  const said = codes(/(?:\.say(?:_times|_with)?|\.ask|Nowhere)\(/, /platforms\/joining\//);
  expect(missing(said, notices, 25)).toEqual([]);
});

test("every field that a column can be for, and every field of a product, has a name", () => {
  const targets = Object.entries(files).find(([path]) => path.endsWith("engine/src/target.rs"))?.[1] ?? "";
  const plain = [...targets.matchAll(/= "([a-z_]+)" feeds/g)].map(([, name]) => name ?? "");
  const schema = codes(/\b(?:field|at|shown|once)\(/, /platforms\/woocommerce\/schema(?:\/buying)?\.rs/);
  expect(missing([...plain, ...schema], fields, 150)).toEqual([]);
});
