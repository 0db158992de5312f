import { expect, test } from "vitest";
import { troubleWith } from "./address";

test("an address of a shop may be written as people write it", () => {
  for (const fine of [
    "https://linen.example",
    "http://localhost:8080/shop",
    "linen.example/shop",
    " www.linen.example ",
    "127.0.0.1:9",
    "http://[::1]:8080",
    "https://storehouse",
    "https://łódź.example/sklep",
  ]) {
    expect([fine, troubleWith(fine)]).toEqual([fine, null]);
  }
});

test("what is no address of a shop is known for what is wrong with it", () => {
  expect(troubleWith("ftp://linen.example")).toBe("scheme");
  expect(troubleWith("file:///home/shop")).toBe("scheme");
  expect(troubleWith("mailto:me@linen.example")).toBe("scheme");
  expect(troubleWith("linen and co")).toBe("blank");
  expect(troubleWith("https://linen and.example")).toBe("blank");
  expect(troubleWith("linen")).toBe("name");
  expect(troubleWith("https://")).toBe("name");
  expect(troubleWith("me@linen.example")).toBe("name");
});
