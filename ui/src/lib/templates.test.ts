import { expect, test } from "vitest";
import { templates } from "./templates";

test("a sentence that depends on a number takes its form for many", () => {
  const sentence = "The shop has {count, plural, one {# entry} other {# entries}} called “{name}”.";
  expect(templates({ a: sentence, b: "“{value}” is no number." })).toEqual({
    a: "The shop has {count} entries called “{name}”.",
    b: "“{value}” is no number.",
  });
});
