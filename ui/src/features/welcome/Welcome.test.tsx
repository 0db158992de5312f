import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { App } from "../../app/App";
import { words } from "../../app/words";

const answering = (version: Promise<string>) => <App platform={{ version: () => version }} words={words()} />;

test("says its name, where the tools are, and which version it is", async () => {
  render(answering(Promise.resolve("1.2.3")));
  expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Longshore Studio");
  expect(screen.getByText("longshore")).toBeVisible();
  expect(await screen.findByText("Version 1.2.3")).toBeVisible();
});

test("shows no version where nobody tells one", async () => {
  render(answering(Promise.reject(new Error("a plain browser"))));
  expect(await screen.findByRole("heading", { level: 1 })).toBeVisible();
  expect(screen.queryByText(/Version/)).toBeNull();
});
