import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import { I18nextProvider } from "react-i18next";
import { expect, test, vi } from "vitest";
import { words } from "../app/words";
import everywhere from "../locales/en/everywhere.json";
import { Foot } from "./Foot";

const spoken = words("en", { en: { everywhere } });

function foot(onClick: () => void, isDeed = false) {
  return render(
    <I18nextProvider i18n={spoken}>
      <MantineProvider>
        <Foot main={{ label: "Go on", onClick, isDeed }} />
      </MantineProvider>
    </I18nextProvider>,
  );
}

const press = (repeat = false) =>
  fireEvent.keyDown(document.body, { key: "Enter", code: "Enter", ctrlKey: true, repeat });

test("keys that are kept down, or pressed twice in a hurry, are one step", async () => {
  const onClick = vi.fn();
  foot(onClick);
  press();
  press(true);
  press();
  expect(onClick).toHaveBeenCalledTimes(1);
  await new Promise((later) => setTimeout(later, 700));
  press();
  expect(onClick).toHaveBeenCalledTimes(2);
});

test("the keys that lead on change no shop: they lead to the button that does", async () => {
  await new Promise((later) => setTimeout(later, 700));
  const onClick = vi.fn();
  foot(onClick, true);
  press();
  expect(onClick).not.toHaveBeenCalled();
  expect(screen.getByRole("button", { name: "Go on" })).toHaveFocus();
});
